import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RunEntry, RunEpochs } from '../../src-preload/contract/bridge/run-requests'
import type { RunId } from '../../src-preload/contract/run'
import { useBridge } from './use-bridge'

export type Epochs = RunEpochs['epochs']

/** As many as one request may ask for. */
const MOST_AT_ONCE = 100

/** The epochs of runs that are drawn somewhere, asked for once, and again when a run has more of them. */
export const useRunEpochsStore = defineStore('run-epochs', () => {
  const bridge = useBridge()
  const known = shallowRef<ReadonlyMap<RunId, Epochs>>(new Map())
  /** How each run stood when its epochs were asked for. */
  const asked = new Map<RunId, string>()
  let isAsking = false
  let wanted: readonly RunEntry[] = []

  /** Says which runs are drawn; those in sight first. */
  function want(entries: readonly RunEntry[]): void {
    wanted = entries
    if (!isAsking) void ask()
  }

  async function ask(): Promise<void> {
    isAsking = true
    for (let due = dueOf(wanted); due.length > 0; due = dueOf(wanted)) {
      for (const entry of due) asked.set(entry.run, standOf(entry))
      const answer = await bridge.request('runs.epochs', { runs: due.map(({ run }) => run) })
      if (!answer.ok) {
        // Asked again when they are wanted again: there may be no connection just now.
        for (const { run } of due) asked.delete(run)
        break
      }
      const next = new Map(known.value)
      for (const { run, epochs } of answer.result.runs) next.set(run, epochs)
      known.value = next
    }
    isAsking = false
  }

  function dueOf(entries: readonly RunEntry[]): readonly RunEntry[] {
    return entries.filter((entry) => asked.get(entry.run) !== standOf(entry)).slice(0, MOST_AT_ONCE)
  }

  return { known, want }
})

/** Changes whenever a run has other epochs than before: more of them, or those of a resumed one. */
function standOf({ epochsDone, best, status }: RunEntry): string {
  return `${epochsDone} ${best?.epoch ?? 0} ${best?.loss ?? 0} ${status}`
}
