import { existsSync } from 'node:fs'
import type { RunEntry, RunGroupSummary } from '../../../src-preload/contract/bridge/run-requests'
import type { RunId, RunRecord, RunStatus } from '../../../src-preload/contract/run'
import { architectureTitle } from '../models/architectures'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { cohortOf } from './cohort'
import { spread } from './group'
import type { ListedRun } from './list-runs'
import { runPaths } from './run-folder'

const secondsSchema = lastMetadataSchema.pick({ seconds: true })

/** A run as a window lists it, and what else tells its group. */
export interface ReadEntry {
  readonly entry: RunEntry
  /** As its record has it: a copied run goes by the name of its folder. */
  readonly recordId: RunRecord['id']
}

/** @param run the name of its folder, by which windows ask for it */
export async function entryOf(listed: ListedRun, run: RunId): Promise<ReadEntry> {
  const { folder, record, status, epochsDone, best, notes } = listed
  const { last } = runPaths(folder)
  const trained = await readCheckpointMetadata(last, secondsSchema).catch(() => null)
  const { description, startedAt, error, result, parent, group } = record
  return {
    recordId: record.id,
    entry: {
      ...{ run, status, startedAt, description, epochsDone, error, parent, group },
      title: architectureTitle(description.configuration.architecture),
      name: notes?.name ?? '',
      text: notes?.text ?? '',
      tags: notes?.tags ?? [],
      starred: notes?.starred ?? false,
      source: record.datasetSource,
      best: best && { epoch: best.epoch, loss: best.loss, accuracy: best.accuracy },
      test: result?.test ?? null,
      seconds: trained?.seconds ?? null,
      isResumable: canGoOn(status) && existsSync(last),
      cohort: cohortOf(description),
    },
  }
}

/** One that says it is running has a process at work. */
function canGoOn(status: RunStatus): boolean {
  return status === 'interrupted' || status === 'failed'
}

/** The groups among some runs, in the order in which the first of each comes; of copies of one run one counts. */
export function groupsOf(runs: readonly ReadEntry[]): RunGroupSummary[] {
  const groups = new Map<string, ReadEntry[]>()
  for (const run of runs) {
    const { group } = run.entry
    if (group === null) continue
    const members = groups.get(group.id) ?? []
    groups.set(group.id, members)
    const copy = members.findIndex(({ recordId }) => recordId === run.recordId)
    if (copy < 0) members.push(run)
    else if (run.entry.run === run.recordId) members[copy] = run
  }
  return [...groups.values()].flatMap((members) => summaryOf(members) ?? [])
}

function summaryOf(members: readonly ReadEntry[]): RunGroupSummary | null {
  const entries = members.map(({ entry }) => entry).toSorted((a, b) => seedOf(a) - seedOf(b))
  const group = entries[0]?.group
  if (!group) return null
  const accuracies = entries.flatMap(({ best }) => (best === null ? [] : [best.accuracy]))
  return {
    id: group.id,
    runs: entries.map(({ run }) => run),
    size: group.size,
    validation: accuracies.length === 0 ? null : spread(accuracies),
  }
}

function seedOf({ description }: RunEntry): number {
  return description.configuration.seed
}
