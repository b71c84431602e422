import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { RunEntry } from '../../src-preload/contract/bridge/run-requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import { together, useBridge, whenConnected } from './use-bridge'

export type RunsState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly runs: readonly RunEntry[]; readonly unreadable: number }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The runs in the data home, the latest first. */
export const useRunsStore = defineStore('runs', () => {
  const bridge = useBridge()
  const state = shallowRef<RunsState>({ phase: 'asking' })
  const runs = computed(() => (state.value.phase === 'known' ? state.value.runs : []))

  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const answer = await bridge.request('runs.list', {})
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'known', ...answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  function begin(): () => void {
    return together(
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, runs, begin }
})
