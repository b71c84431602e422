import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ConnectionRecord } from '../../src-preload/contract/connection-record'
import type { ErrorData } from '../../src-preload/contract/errors'
import { together, useBridge, whenConnected } from './use-bridge'

export type ConnectionsMadeState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly connections: readonly ConnectionRecord[] }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The connections to the network that Glyphlab has made, and why. */
export const useConnectionsMadeStore = defineStore('connections-made', () => {
  const bridge = useBridge()
  const state = shallowRef<ConnectionsMadeState>({ phase: 'asking' })

  async function ask(): Promise<void> {
    const answer = await bridge.request('connections.list', {})
    if (answer.ok) state.value = { phase: 'known', connections: answer.result.connections }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  function begin(): () => void {
    return together(
      bridge.on('connections.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, begin }
})
