import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import { together, useBridge, whenConnected } from './use-bridge'

export type DataHomeState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly usage: Result<'home.usage'> }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The folder that holds runs, data sets and runtime, and how full it is. */
export const useDataHomeStore = defineStore('data-home', () => {
  const bridge = useBridge()
  const state = shallowRef<DataHomeState>({ phase: 'asking' })
  /** Why the system's file browser did not open, or the trash was not emptied. */
  const refusal = shallowRef<ErrorData | null>(null)
  const isEmptying = ref(false)

  /** Adding up a folder takes a while: it is asked for while Settings is open. */
  async function ask(): Promise<void> {
    const answer = await bridge.request('home.usage', {})
    if (answer.ok) state.value = { phase: 'known', usage: answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  /** Removes for good what was deleted. */
  async function emptyTrash(): Promise<void> {
    isEmptying.value = true
    const answer = await bridge.request('home.empty-trash', {})
    isEmptying.value = false
    refusal.value = answer.ok ? null : answer.error
    await ask()
  }

  async function reveal(what: 'data-home' | 'logs'): Promise<void> {
    const answer = await bridge.request('app.reveal', { what })
    refusal.value = answer.ok ? null : answer.error
  }

  function begin(): () => void {
    return together(
      bridge.on('runs.changed', () => void ask()),
      bridge.on('datasets.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, refusal, isEmptying, begin, reveal, emptyTrash }
})
