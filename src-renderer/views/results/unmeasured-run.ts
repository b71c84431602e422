import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { RunId, RunRecord } from '../../../src-preload/contract/run'
import { useBridge } from '../../stores/use-bridge'

export type UnmeasuredRun =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly record: RunRecord; readonly hasWeights: boolean }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** A run without a measurement: what became of it, and whether it could be measured. */
export function useUnmeasuredRun(run: () => RunId): Readonly<ShallowRef<UnmeasuredRun>> {
  const bridge = useBridge()
  const state = shallowRef<UnmeasuredRun>({ phase: 'asking' })
  let asked = 0

  watch(
    run,
    async (of) => {
      asked += 1
      const number = asked
      state.value = { phase: 'asking' }
      const [opened, epochs] = await Promise.all([
        bridge.request('runs.open', { run: of }),
        bridge.request('runs.epochs', { runs: [of] }),
      ])
      if (number !== asked) return
      if (!opened.ok) state.value = { phase: 'unknown', error: opened.error }
      else {
        // Weights are kept from the end of the first epoch on.
        const hasWeights = epochs.ok && (epochs.result.runs[0]?.epochs.length ?? 0) > 0
        state.value = { phase: 'known', record: opened.result.record, hasWeights }
      }
    },
    { immediate: true },
  )
  return state
}
