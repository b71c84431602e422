import { dirname } from 'node:path'
import type { RunGroup, RunRecord } from '../../../src-preload/contract/run'
import { internalError } from '../errors'
import { readSafetensors } from '../safetensors/safetensors'
import { listRuns, type ListedRun } from './list-runs'
import { requireSameDataset, resumeRun, type ResumeRunOptions } from './resume-run'
import { runPaths } from './run-folder'
import { holdGroup } from './run-lock'
import { startRun } from './start-run'

/**
 * Goes on with a group until each of its runs has finished: resumes those that were cut short and starts
 * those that are missing, by the seeds that follow the first one's.
 * @param options.folder any run of the group
 * @throws GlyphlabError `run-locked` where another process completes it; `dataset-changed` also where only runs that are missing would see the change
 * @returns the records of those that have finished, in order; fewer than its size where interrupted
 */
export async function completeGroup(options: ResumeRunOptions): Promise<RunRecord[]> {
  const { group } = options.record
  if (!group) throw internalError(`${options.record.id} belongs to no group`)
  requireSameDataset(options.record, options.data)
  const runsFolder = dirname(options.folder)
  return holdGroup(runsFolder, group.id, () => completeHeldGroup(options, group, runsFolder))
}

async function completeHeldGroup(
  options: ResumeRunOptions,
  group: RunGroup,
  runsFolder: string,
): Promise<RunRecord[]> {
  const finished: RunRecord[] = []
  for (let position = 1; position <= group.size; position++) {
    const members = await groupMembers(runsFolder, group.id)
    const member = members.find(({ record }) => record.group?.position === position)
    const isOver = member?.record.status === 'finished' || member?.record.status === 'stopped-early'
    const record = isOver ? member.record : await perform(options, members, member, position)
    if (!record) return finished
    finished.push(record)
  }
  return finished
}

async function groupMembers(runsFolder: string, id: string): Promise<ListedRun[]> {
  const runs = await listRuns(runsFolder)
  return runs.filter((run) => run.ok).filter(({ record }) => record.group?.id === id)
}

/** Null where it was interrupted. */
async function perform(
  options: ResumeRunOptions,
  members: readonly ListedRun[],
  member: ListedRun | undefined,
  position: number,
): Promise<RunRecord | null> {
  const { record, outcome } = member
    ? await resumeRun({ ...options, folder: member.folder })
    : await startMissing(options, members, position)
  return outcome.reason === 'interrupted' ? null : record
}

async function startMissing(
  options: ResumeRunOptions,
  members: readonly ListedRun[],
  position: number,
) {
  const [sibling] = members
  const group = sibling?.record.group
  if (!sibling || !group) throw internalError('a group without a run')
  const { description, initialWeights } = sibling.record
  const seed = description.configuration.seed + position - group.position
  const tensors =
    initialWeights === null
      ? undefined
      : (await readSafetensors(runPaths(sibling.folder).initial)).tensors
  return startRun({
    ...options,
    runsFolder: dirname(sibling.folder),
    configuration: { ...description.configuration, seed },
    group: { ...group, position },
    initialWeights: tensors && { source: initialWeights ?? '', tensors },
  })
}
