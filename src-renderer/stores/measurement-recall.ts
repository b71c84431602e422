import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { RecallByEpoch } from '../../src-preload/contract/measurement'
import type { RunId } from '../../src-preload/contract/run'
import { useBridge, whenConnected } from './use-bridge'

export type RecallState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly recall: RecallByEpoch }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** How each class came to be recognised, epoch by epoch. */
export const useMeasurementRecallStore = defineStore('measurement-recall', () => {
  const bridge = useBridge()
  const state = shallowRef<RecallState>({ phase: 'none' })
  let of: RunId | null = null
  let asked = 0

  async function ask(run: RunId): Promise<void> {
    asked += 1
    const number = asked
    if (of !== run) state.value = { phase: 'asking' }
    of = run
    const answer = await bridge.request('measurements.recall', { run })
    if (number !== asked) return
    state.value = answer.ok
      ? { phase: 'known', recall: answer.result }
      : { phase: 'unknown', error: answer.error }
  }

  /** What was lost with the connection is asked again once it is back. */
  function begin(): () => void {
    return whenConnected(bridge, () => {
      if (of !== null && state.value.phase === 'unknown') void ask(of)
    })
  }
  return { state, ask, begin }
})
