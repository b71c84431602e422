import { openDataset } from '../core/datasets/open-dataset'
import { assertNever, errorData, internalError } from '../core/errors'
import { cpuFastPaths } from '../core/models/fast-paths/fast-paths'
import { cpuFeatures, ensureRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import { StepProbe } from '../core/training/step-probe'
import { openMachine } from '../core/runs/machine'
import { startRun } from '../core/runs/start-run'
import { connectToParent } from './parent-port'
import { trainerRequestSchema, type TrainerReply, type TrainerRequest } from './trainer-messages'

/** The entry of the process that trains: one job from start to end, then it is gone. */
const stopping = new AbortController()
let hasJob = false
const port = connectToParent<TrainerRequest, TrainerReply>({
  requestSchema: trainerRequestSchema,
  onRequest: (request) => {
    if (request.type === 'stop') {
      stopping.abort()
      if (!hasJob) void port.close()
    } else if (hasJob) {
      port.post({ type: 'failed', error: errorData(internalError('a trainer takes one job')) })
    } else {
      hasJob = true
      void runJob(request)
    }
  },
  onParentGone: () => process.exit(1),
})

async function runJob(job: Exclude<TrainerRequest, { type: 'stop' }>): Promise<void> {
  try {
    switch (job.type) {
      case 'train':
        await runTraining(job)
        break
      case 'time-steps':
        port.post({ type: 'step-times', stepsMs: await timeSteps(job) })
        break
      default:
        assertNever(job)
    }
  } catch (thrown) {
    if (!stopping.signal.aborted) port.post({ type: 'failed', error: errorData(thrown) })
  }
  await port.close()
}

async function runTraining({
  dataset,
  split,
  corrections,
  configuration,
  runsFolder,
}: Extract<TrainerRequest, { type: 'train' }>): Promise<void> {
  const { signal } = stopping
  const machine = await openMachine(configuration.precision, { signal })
  const data = await openDataset(dataset, { split: split ?? undefined, corrections, signal })
  await startRun({
    ...machine,
    data,
    runsFolder,
    configuration,
    onEvent: (event) => port.post({ type: 'training', event }),
    signal,
  })
}

/** Times after a first step that is left out: it pays for the graph's preparation. */
async function timeSteps({
  precision,
  steps,
}: Extract<TrainerRequest, { type: 'time-steps' }>): Promise<number[]> {
  const { signal } = stopping
  const tensorflow = loadTensorFlow(await ensureRuntime({ signal }))
  const fastPaths = cpuFastPaths(precision, await cpuFeatures())
  using probe = await StepProbe.open(tensorflow, precision, fastPaths)
  await probe.stepMs()
  const stepsMs: number[] = []
  while (stepsMs.length < steps && !signal.aborted) stepsMs.push(await probe.stepMs())
  return stepsMs
}
