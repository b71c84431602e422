import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DeletedRun } from '../../src-preload/contract/bridge/run-requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { RunId } from '../../src-preload/contract/run'
import { useRunActionsStore } from './run-actions'
import { together, useBridge, whenConnected } from './use-bridge'

export type TrashState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly runs: readonly DeletedRun[] }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The runs in the trash. */
export const useTrashStore = defineStore('trash', () => {
  const bridge = useBridge()
  const actions = useRunActionsStore()
  const state = shallowRef<TrashState>({ phase: 'asking' })
  /** Why a run was not brought back. */
  const refusal = shallowRef<ErrorData | null>(null)

  async function ask(): Promise<void> {
    const answer = await bridge.request('runs.trash', {})
    if (answer.ok) state.value = { phase: 'known', runs: answer.result.runs }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  let isRestoring = false
  /** One after the other: a key that is held down would ask for the same run again. */
  async function restore(run: RunId): Promise<void> {
    if (isRestoring) return
    isRestoring = true
    refusal.value = await actions.restore(run)
    await ask()
    isRestoring = false
  }

  /** Keeps the list up to date while it is looked at. */
  function begin(): () => void {
    state.value = { phase: 'asking' }
    refusal.value = null
    return together(
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, refusal, begin, restore }
})
