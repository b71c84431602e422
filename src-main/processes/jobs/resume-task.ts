import type { Device, JobTask } from '../../../src-preload/contract/job'
import type { RunId, RunRecord } from '../../../src-preload/contract/run'

/** The task of going on with a run. It says what the run was begun with, of which the trainer asks its folder. @param device as asked for */
export function resumeTask(
  run: RunId,
  { datasetSource, description }: RunRecord,
  device?: Device,
): JobTask {
  const { split, corrections, configuration } = description
  const newRun = {
    ...{ dataset: datasetSource, split, configuration },
    corrections: corrections ?? ('none' as const),
    ...(device === undefined ? {} : { device }),
  }
  return { kind: 'resume', run, newRun }
}
