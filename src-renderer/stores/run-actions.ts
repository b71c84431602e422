import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { Params, Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { RunId } from '../../src-preload/contract/run'
import { useRunsStore } from './runs'
import { useBridge } from './use-bridge'

/** What was deleted last, for as long as it can be undone here. */
export type Deleted =
  | { readonly phase: 'none' }
  | { readonly phase: 'deleting' }
  | { readonly phase: 'deleted'; readonly runs: readonly RunId[] }
  | { readonly phase: 'restoring'; readonly runs: readonly RunId[] }

/** Why something was not done; of one of several runs, or of all that was asked. */
export interface Refusal {
  readonly run: RunId | null
  readonly error: ErrorData
}

/** How long undoing is offered. */
export const UNDO_MS = 10_000

/** What is done with runs: their notes, the trash, their folders. */
export const useRunActionsStore = defineStore('run-actions', () => {
  const bridge = useBridge()
  const runs = useRunsStore()
  const deleted = shallowRef<Deleted>({ phase: 'none' })
  const refusals = shallowRef<readonly Refusal[]>([])
  let forgetting: ReturnType<typeof setTimeout> | undefined

  async function annotate(
    run: RunId,
    change: Params<'runs.annotate'>['change'],
  ): Promise<Answer<Result<'runs.annotate'>>> {
    const answer = await bridge.request('runs.annotate', { run, change })
    if (answer.ok) await runs.ask()
    return answer
  }

  async function star(run: RunId, isStarred: boolean): Promise<void> {
    const answer = await annotate(run, { starred: isStarred })
    refusals.value = answer.ok ? [] : [{ run, error: answer.error }]
  }

  /** Moves runs to the trash, and offers to bring them back. */
  async function remove(ids: readonly RunId[]): Promise<void> {
    if (ids.length === 0 || isBusy()) return
    clearTimeout(forgetting)
    // What can still be brought back stays so.
    const before = deleted.value.phase === 'deleted' ? deleted.value.runs : []
    deleted.value = { phase: 'deleting' }
    const answer = await bridge.request('runs.delete', { runs: [...ids] })
    refusals.value = answer.ok ? answer.result.refused : [{ run: null, error: answer.error }]
    offerUndo([...before, ...(answer.ok ? answer.result.deleted : [])])
    await runs.ask()
  }

  /** Brings back what was deleted last. */
  async function undo(): Promise<void> {
    if (deleted.value.phase !== 'deleted') return
    const { runs: ids } = deleted.value
    clearTimeout(forgetting)
    deleted.value = { phase: 'restoring', runs: ids }
    const answer = await bridge.request('runs.restore', { runs: [...ids] })
    refusals.value = answer.ok ? answer.result.refused : [{ run: null, error: answer.error }]
    // What could not be asked can be asked again.
    if (answer.ok) deleted.value = { phase: 'none' }
    else offerUndo(ids)
    await runs.ask()
  }

  /** Brings a run back from the trash, whenever it was deleted. */
  async function restore(run: RunId): Promise<ErrorData | null> {
    const answer = await bridge.request('runs.restore', { runs: [run] })
    if (!answer.ok) return answer.error
    const { phase } = deleted.value
    // It need not be undone any more.
    if (phase === 'deleted' && answer.result.restored.includes(run)) {
      clearTimeout(forgetting)
      offerUndo(deleted.value.runs.filter((one) => one !== run))
    }
    await runs.ask()
    return answer.result.refused[0]?.error ?? null
  }

  function isBusy(): boolean {
    return deleted.value.phase === 'deleting' || deleted.value.phase === 'restoring'
  }

  function offerUndo(ids: readonly RunId[]): void {
    if (ids.length === 0) {
      deleted.value = { phase: 'none' }
      return
    }
    deleted.value = { phase: 'deleted', runs: ids }
    forgetting = setTimeout(() => {
      deleted.value = { phase: 'none' }
    }, UNDO_MS)
  }

  async function reveal(run: RunId): Promise<void> {
    const answer = await bridge.request('app.reveal', { what: 'run', run })
    refusals.value = answer.ok ? [] : [{ run, error: answer.error }]
  }

  return {
    deleted,
    refusals,
    annotate,
    star,
    remove,
    undo,
    restore,
    reveal,
    dismiss: () => {
      refusals.value = []
    },
  }
})
