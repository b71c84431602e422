import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { RunId, RunRecord } from '../../../src-preload/contract/run'
import { together, useBridge, whenConnected } from '../../stores/use-bridge'

export type UnmeasuredRun =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly record: RunRecord; readonly hasWeights: boolean }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** A run without a measurement: what became of it, and whether it could be measured. */
export function useUnmeasuredRun(run: () => RunId): Readonly<ShallowRef<UnmeasuredRun>> {
  const bridge = useBridge()
  const state = shallowRef<UnmeasuredRun>({ phase: 'asking' })
  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const of = run()
    const [opened, epochs] = await Promise.all([
      bridge.request('runs.open', { run: of }),
      bridge.request('runs.epochs', { runs: [of] }),
    ])
    if (number !== asked) return
    if (opened.ok && epochs.ok) {
      // Weights are kept from the end of the first epoch on.
      const hasWeights = (epochs.result.runs[0]?.epochs.length ?? 0) > 0
      state.value = { phase: 'known', record: opened.result.record, hasWeights }
      return
    }
    const refused = opened.ok ? epochs : opened
    // What was lost with the connection is asked again once it is back.
    if (!refused.ok && (refused.error.code !== 'connection-lost' || state.value.phase !== 'known'))
      state.value = { phase: 'unknown', error: refused.error }
  }

  watch(run, () => {
    state.value = { phase: 'asking' }
    void ask()
  })
  onScopeDispose(
    together(
      // Its first epoch may end while it is looked at.
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    ),
  )
  return state
}
