import { join } from 'node:path'
import type { Device, Job, JobTask } from '../../../src-preload/contract/job'
import type { RunId, RunRecord } from '../../../src-preload/contract/run'
import { errorData } from '../../core/errors'
import { runPaths } from '../../core/runs/run-folder'
import { readRunRecord, requireUnfinished } from '../../core/runs/run-record'
import { newJob } from './new-job'
import type { KeptJob } from './queue-file'
import { resumeTask } from './resume-task'

/** What is known of a job that an earlier session has left. */
interface LeftJob {
  readonly task: JobTask
  readonly device: Device
  readonly run: RunId | null
  readonly description: RunRecord['description'] | null
  readonly createdAt: string
}

/**
 * The jobs of an earlier session, as this one begins: the first of each device is paused, so that nothing trains
 * unasked, and the others wait behind it. One whose run has finished meanwhile, or cannot be gone on with, is left out.
 */
export function restoredJobs(
  kept: readonly KeptJob[],
  runsFolder: string,
  onFault: (fault: string) => void,
): Job[] {
  const left = kept.flatMap((job) => {
    try {
      return [leftJob(job, runsFolder)]
    } catch (thrown) {
      onFault(`a job of the queue is dropped: ${errorData(thrown).message}`)
      return []
    }
  })
  return left.map(({ task, device, run, description, createdAt }, place) => {
    const known = { run, description }
    const isFirst = left.findIndex((job) => job.device === device) === place
    const state = isFirst ? { phase: 'paused' as const } : { phase: 'queued' as const }
    return newJob(task, { ...state, ...known }, device, createdAt)
  })
}

/** @throws GlyphlabError `run-missing`, `run-damaged`, `run-newer` or `run-finished` */
function leftJob({ task, device, run, createdAt }: KeptJob, runsFolder: string): LeftJob {
  const begun = run ?? (task.kind === 'resume' ? task.run : null)
  if (begun === null) return { task, device, run: null, description: null, createdAt }
  const record = readRunRecord(runPaths(join(runsFolder, begun)))
  requireUnfinished(record)
  const { description } = record
  const goesOn = resumeTask(begun, record, task.newRun.device)
  return { task: goesOn, device, run: begun, description, createdAt }
}
