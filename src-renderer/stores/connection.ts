import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ConnectionState } from '../../src-preload/contract/bridge/bridge'
import { useBridge } from './use-bridge'

/** Whether the window hears of the program. */
export const useConnectionStore = defineStore('connection', () => {
  const bridge = useBridge()
  const state = ref<ConnectionState>('connecting')
  /** Whether it has ever been connected: a first connection is no reconnection. */
  const hasBeenConnected = ref(false)

  function begin(): () => void {
    return bridge.onConnection((now) => {
      state.value = now
      if (now === 'connected') hasBeenConnected.value = true
    })
  }
  return { state, hasBeenConnected, begin }
})
