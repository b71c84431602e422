import { openDataset } from '../core/datasets/open-dataset'
import { assertNever } from '../core/errors'
import { cpuFastPaths } from '../core/models/fast-paths/fast-paths'
import { cpuFeatures, ensureRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import { StepProbe } from '../core/training/step-probe'
import { openMachine } from '../core/runs/machine'
import { startRun } from '../core/runs/start-run'
import { serveOneJob, type JobContext, type StopRequest } from './serve-one-job'
import { trainerRequestSchema, type TrainerReply, type TrainerRequest } from './trainer-messages'

/** The entry of the process that trains. */
type Job = Exclude<TrainerRequest, StopRequest>
type Context = JobContext<TrainerReply>

serveOneJob<Job, TrainerReply>(trainerRequestSchema, async (job, context) => {
  switch (job.type) {
    case 'train':
      return runTraining(job, context)
    case 'time-steps':
      return context.post({ type: 'step-times', stepsMs: await timeSteps(job, context) })
    default:
      assertNever(job)
  }
})

async function runTraining(
  { dataset, split, corrections, configuration, runsFolder }: Extract<Job, { type: 'train' }>,
  { post, signal }: Context,
): Promise<void> {
  const machine = await openMachine(configuration.precision, { signal })
  const data = await openDataset(dataset, { split: split ?? undefined, corrections, signal })
  await startRun({
    ...machine,
    data,
    runsFolder,
    configuration,
    onEvent: (event) => post({ type: 'training', event }),
    signal,
  })
}

/** Times after a first step that is left out: it pays for the graph's preparation. */
async function timeSteps(
  { precision, steps }: Extract<Job, { type: 'time-steps' }>,
  { signal }: Context,
): Promise<number[]> {
  const tensorflow = loadTensorFlow(await ensureRuntime({ signal }))
  const fastPaths = cpuFastPaths(precision, await cpuFeatures())
  using probe = await StepProbe.open(tensorflow, precision, fastPaths)
  await probe.stepMs()
  const stepsMs: number[] = []
  while (stepsMs.length < steps && !signal.aborted) stepsMs.push(await probe.stepMs())
  return stepsMs
}
