import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { RunEntry, RunGroupSummary } from '../../src-preload/contract/bridge/run-requests'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { RunId } from '../../src-preload/contract/run'
import { together, useBridge, whenConnected } from './use-bridge'
import { everyWhileSeen } from './while-seen'

type RunsList = Extract<Result<'runs.list'>, { readonly kind: 'list' }>

export type RunsState =
  | { readonly phase: 'asking' }
  | ({ readonly phase: 'known' } & Readonly<Pick<RunsList, 'runs' | 'groups' | 'unreadable'>>)
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** Runs are begun in terminals and copied in, too: nobody tells of those. */
const ASKED_EVERY_MS = 1000

const NO_RUNS: readonly RunEntry[] = []
const NO_GROUPS: readonly RunGroupSummary[] = []

/** The runs in the data home, the latest first. */
export const useRunsStore = defineStore('runs', () => {
  const bridge = useBridge()
  const state = shallowRef<RunsState>({ phase: 'asking' })
  const runs = computed(() => (state.value.phase === 'known' ? state.value.runs : NO_RUNS))
  const groups = computed(() => (state.value.phase === 'known' ? state.value.groups : NO_GROUPS))
  const byId = computed<ReadonlyMap<RunId, RunEntry>>(
    () => new Map(runs.value.map((entry) => [entry.run, entry])),
  )

  let stamp: string | null = null
  let isAsking = false
  let wanted = 0

  /** Asks whether the list still stands; what is asked meanwhile is asked once more. */
  async function ask(): Promise<void> {
    wanted += 1
    if (isAsking) return
    isAsking = true
    for (let answered = wanted - 1; answered < wanted;) {
      answered = wanted
      const answer = await bridge.request('runs.list', { known: stamp })
      if (answer.ok) take(answer.result)
      else if (state.value.phase !== 'known')
        state.value = { phase: 'unknown', error: answer.error }
    }
    isAsking = false
  }

  function take(answer: Result<'runs.list'>): void {
    if (answer.kind === 'unchanged') return
    stamp = answer.stamp
    const { runs: listed, groups: grouped, unreadable } = answer
    state.value = { phase: 'known', runs: listed, groups: grouped, unreadable }
  }

  /** Keeps the list up to date while a screen shows it. */
  function begin(): () => void {
    return together(
      bridge.on('runs.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
      everyWhileSeen(ASKED_EVERY_MS, () => {
        // What is under way tells how it stands by itself.
        if (!isAsking) void ask()
      }),
    )
  }
  return { state, runs, groups, byId, begin, ask }
})
