import type { DeviceMeasurement } from '../../src-preload/contract/gpu-check'
import type { Device } from '../../src-preload/contract/job'
import type { Precision } from '../../src-preload/contract/training'
import { placeOf } from '../core/gpu'
import { howToBringBack, openDataset } from '../core/datasets/open-dataset'
import { assertNever, GlyphlabError } from '../core/errors'
import { fastPathsOn, type FastPaths } from '../core/models/fast-paths/fast-paths'
import { openMachine } from '../core/runs/machine'
import { resumeRun } from '../core/runs/resume-run'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord } from '../core/runs/run-record'
import { startRun } from '../core/runs/start-run'
import { cpuFeatures, ensureRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import { measureDevice } from '../core/training/measure-device'
import { StepProbe } from '../core/training/step-probe'
import { giveWay } from './give-way'
import { endWithParent } from './parent-watch'
import { tellProgress } from './progress/tell-progress'
import { requireRuntime } from './require-runtime'
import {
  ORPHAN_GRACE_MS,
  serveOneJob,
  type JobContext,
  type StopAfterEpochRequest,
  type StopRequest,
} from './serve-one-job'
import { trainerRequestSchema, type TrainerReply, type TrainerRequest } from './trainer-messages'

/** The entry of the process that trains. */
type Job = Exclude<TrainerRequest, StopRequest | StopAfterEpochRequest>
type JobOf<Type extends Job['type']> = Extract<Job, { type: Type }>
type Context = JobContext<TrainerReply>

endWithParent({ graceMs: ORPHAN_GRACE_MS })
serveOneJob<Job, TrainerReply>(trainerRequestSchema, async (job, context) => {
  switch (job.type) {
    case 'train':
      return runTraining(job, context)
    case 'resume':
      return goOn(job, context)
    case 'time-steps':
      return context.post({ type: 'step-times', stepsMs: await timeSteps(job, context) })
    case 'measure-device':
      return context.post({
        type: 'device-measured',
        measurement: await measure(job, context),
      })
    default:
      assertNever(job)
  }
})

async function runTraining(
  { dataset, split, corrections, configuration, runsFolder, device }: JobOf<'train'>,
  context: Context,
): Promise<void> {
  const { signal } = context
  giveWay()
  const data = await openDataset(dataset, { split: split ?? undefined, corrections, signal })
  await requireRuntime(signal)
  const machine = await openMachine(configuration.precision, { device, signal })
  await startRun({ ...machine, ...resources(context), data, runsFolder, configuration })
}

async function goOn({ runFolder, device }: JobOf<'resume'>, context: Context): Promise<void> {
  const { signal } = context
  giveWay()
  const { datasetSource, description, id } = readRunRecord(runPaths(runFolder))
  const { split, corrections, dataset, configuration } = description
  const data = await openDataset(datasetSource, {
    ...{ split, corrections: corrections ?? 'none', signal },
  }).catch((cause: unknown) => {
    if (!(cause instanceof GlyphlabError) || cause.code !== 'dataset-missing') throw cause
    const message = `${id} was trained on ${dataset}, and ${cause.message}`
    throw new GlyphlabError('dataset-missing', message, howToBringBack(datasetSource), { cause })
  })
  await requireRuntime(signal)
  const machine = await openMachine(configuration.precision, { device, signal })
  await resumeRun({ ...machine, ...resources(context), data, folder: runFolder })
}

function resources({ post, signal, stopAfterEpoch }: Context) {
  const onEvent = tellProgress({
    milestone: (event) => post({ type: 'milestone', event }),
    progress: (progress) => post({ type: 'progress', progress }),
  })
  return { onEvent, signal, stopAfterEpoch }
}

/** Times after a first step that is left out: it pays for the graph's preparation. */
async function timeSteps(
  { device, precision, steps }: JobOf<'time-steps'>,
  { signal }: Context,
): Promise<number[]> {
  const tensorflow = loadTensorFlow(await ensureRuntime({ device, signal }), { device })
  const fastPaths = await fastPathsOf(device, precision)
  using probe = await StepProbe.open(tensorflow, precision, fastPaths, { device: placeOf(device) })
  await probe.stepMs()
  const stepsMs: number[] = []
  while (stepsMs.length < steps && !signal.aborted) stepsMs.push(await probe.stepMs())
  return stepsMs
}

async function measure(
  { device, network, precision }: JobOf<'measure-device'>,
  { post, signal }: Context,
): Promise<DeviceMeasurement> {
  const tensorflow = loadTensorFlow(await ensureRuntime({ device, signal }), { device })
  const fastPaths = await fastPathsOf(device, precision)
  return measureDevice({
    ...{ tensorflow, device, network, precision, fastPaths, signal },
    onShare: (share) => post({ type: 'measuring', share }),
  })
}

async function fastPathsOf(device: Device, precision: Precision): Promise<FastPaths> {
  return fastPathsOn(device, precision, await cpuFeatures())
}
