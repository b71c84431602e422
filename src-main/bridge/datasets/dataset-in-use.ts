import { join } from 'node:path'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import { hasEnded } from '../../../src-preload/contract/job-transition'
import { datasetsFolder } from '../../core/datasets/dataset-folder'
import { GlyphlabError } from '../../core/errors'
import type { RunJobs } from '../runs/jobs-of-runs'

/** Who may use a data set. */
export interface DatasetUsers {
  readonly home: string
  /** All of the data home: read by another process, since there may be hundreds. */
  readonly listRuns: () => Promise<Result<'runs.list'>>
  /** The runs that wait or train here. */
  readonly jobs: RunJobs | undefined
}

/**
 * Makes sure that no run trains on a data set of the data home that is to go, or waits to, here or in another
 * process: it could not be gone on with.
 * @throws GlyphlabError `dataset-in-use`
 */
export async function requireUnused(
  name: string,
  { home, listRuns, jobs }: DatasetUsers,
): Promise<void> {
  const sources = [name, join(datasetsFolder(home), name)]
  const job = jobs
    ?.queue()
    .jobs.find(({ state, task }) => !hasEnded(state) && sources.includes(task.newRun.dataset))
  if (job !== undefined) throw inUse(job.state.run ?? 'a run of the queue', name)
  const list = await listRuns()
  const runs = list.kind === 'list' ? list.runs : []
  const running = runs.find(
    ({ status, source }) => status === 'running' && sources.includes(source),
  )
  if (running !== undefined) throw inUse(running.run, name)
}

function inUse(run: string, name: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-in-use',
    `${run} trains on ${name}, or waits to`,
    'Wait until it has ended, or stop it.',
  )
}
