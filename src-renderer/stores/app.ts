import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppInfo } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import { useBridge, whenConnected } from './use-bridge'

export type AppState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly info: AppInfo }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** What program this window belongs to, and what it can do for it. */
export const useAppStore = defineStore('app', () => {
  const bridge = useBridge()
  const state = shallowRef<AppState>({ phase: 'asking' })
  const info = computed(() => (state.value.phase === 'known' ? state.value.info : null))

  async function ask(): Promise<void> {
    const answer = await bridge.request('app.info', {})
    if (answer.ok) state.value = { phase: 'known', info: answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }
  return { state, info, begin: () => whenConnected(bridge, () => void ask()) }
})
