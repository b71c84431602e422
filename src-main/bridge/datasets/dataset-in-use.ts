import { basename, join } from 'node:path'
import { hasEnded } from '../../../src-preload/contract/job-transition'
import { datasetsFolder } from '../../core/datasets/dataset-folder'
import { GlyphlabError } from '../../core/errors'
import { runsOfDataset } from '../../core/runs/runs-of-dataset'
import type { RunJobs } from '../runs/jobs-of-runs'
import { runsFolderOf } from '../runs/run-folder-of'

/**
 * Makes sure that no run trains on a data set of the data home that is to go, or waits to, here or in another
 * process: it could not be gone on with.
 * @throws GlyphlabError `dataset-in-use`
 */
export async function requireUnused(
  home: string,
  name: string,
  jobs: RunJobs | undefined,
): Promise<void> {
  const sources = [name, join(datasetsFolder(home), name)]
  const job = jobs
    ?.queue()
    .jobs.find(({ state, task }) => !hasEnded(state) && sources.includes(task.newRun.dataset))
  if (job !== undefined) throw inUse(job.state.run ?? 'a run of the queue', name)
  const runs = await runsOfDataset(runsFolderOf(home), sources)
  const running = runs.find(({ status }) => status === 'running')
  if (running !== undefined) throw inUse(basename(running.folder), name)
}

function inUse(run: string, name: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-in-use',
    `${run} trains on ${name}, or waits to`,
    'Wait until it has ended, or stop it.',
  )
}
