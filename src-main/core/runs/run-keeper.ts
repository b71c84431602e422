import { dirname } from 'node:path'
import type { MetricsLine } from '../../../src-preload/contract/metrics'
import { RUN_SCHEMA, type RunId } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { AppendFile } from '../files/append-file'
import type { HeldLock } from '../files/lock-file'
import { modelDescription } from '../models/model-description'
import type { SummaryWriter } from '../tensorflow/summary-writer'
import type { RunKeeper } from '../training/run-epochs'
import { evaluatedAmong, type RunTensors } from '../training/run-session'
import type { TrainingPlan } from '../training/train'
import type { TrainingState } from '../training/training-state'
import { writeCheckpoint, type LastMetadata, type NetworkMetadata } from './checkpoint'
import type { RunPaths } from './run-folder'

/**
 * Keeps a run in its folder. Of what it writes `last.safetensors` decides: it names the length of
 * metrics.jsonl that belongs to it, and the best epoch. `best.safetensors` follows it, and can be made
 * from it again where a kill fell in between.
 */
export class RunFolderKeeper implements RunKeeper, AsyncDisposable {
  private constructor(
    private readonly paths: RunPaths,
    private readonly run: RunId,
    private readonly plan: TrainingPlan,
    private readonly lock: HeldLock,
    private readonly metricsFile: AppendFile,
    private readonly summary: SummaryWriter,
  ) {}

  /** @param metricsBytes length of metrics.jsonl to go on from; what lies behind is dropped */
  static async open(
    paths: RunPaths,
    run: RunId,
    plan: TrainingPlan,
    lock: HeldLock,
    metricsBytes: number,
    summary: SummaryWriter,
  ): Promise<RunFolderKeeper> {
    const metrics = await AppendFile.open(paths.metrics, metricsBytes)
    return new RunFolderKeeper(paths, run, plan, lock, metrics, summary)
  }

  async metrics(line: MetricsLine): Promise<void> {
    await this.metricsFile.append(`${JSON.stringify(line)}\n`)
    for (const [name, value] of scalarsOf(line)) this.summary.scalar(name, value, line.step)
  }

  async checkpoint(state: TrainingState, tensors: RunTensors): Promise<void> {
    await this.requireLock()
    await this.metricsFile.sync()
    const { paths, run, plan } = this
    await writeLast(paths, run, plan, state, tensors, this.metricsFile.bytes)
    if (isBest(state)) await writeBest(paths, run, plan, state.epoch, evaluatedAmong(tensors))
    this.summary.flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.metricsFile.close()
  }

  /** A process that slept for minutes may find that another one has gone on with its run. */
  private async requireLock(): Promise<void> {
    if (await this.lock.isStillHeld()) return
    const folder = dirname(this.paths.lock)
    throw new GlyphlabError('run-locked', `another process has taken over ${folder}`)
  }
}

/** Whether the state was taken right at the end of the best epoch. */
export function isBest({ epoch, position, stopping }: TrainingState): boolean {
  return position === 0 && stopping.best?.epoch === epoch
}

/** @param metricsBytes length of metrics.jsonl that belongs to the state */
export async function writeLast(
  { last }: RunPaths,
  run: RunId,
  plan: TrainingPlan,
  state: TrainingState,
  tensors: RunTensors,
  metricsBytes: number,
): Promise<void> {
  const step = state.epoch * plan.description.stepsPerEpoch + state.position
  const metadata: LastMetadata = {
    ...networkMetadata(run, plan, state.epoch),
    ...state,
    step,
    metricsBytes,
  }
  await writeCheckpoint(last, tensors, metadata)
}

/** @param tensors the weights of that epoch, as evaluation uses them */
export async function writeBest(
  { best }: RunPaths,
  run: RunId,
  plan: TrainingPlan,
  epoch: number,
  tensors: RunTensors,
): Promise<void> {
  await writeCheckpoint(best, tensors, networkMetadata(run, plan, epoch))
}

function networkMetadata(
  run: RunId,
  { model, dataset, steering, configuration, description }: TrainingPlan,
  epoch: number,
): NetworkMetadata {
  const { precision, seed, splitSeed } = configuration
  return {
    schema: RUN_SCHEMA,
    run,
    epoch,
    model: modelDescription(model),
    classes: dataset.classes.map(({ label, character, characters }) => ({
      label,
      character,
      characters: [...characters],
    })),
    adjustment: steering.adjustment ? [...steering.adjustment] : null,
    precision,
    dataset: { name: dataset.name, split: dataset.split, fingerprint: description.fingerprint },
    trainingImages: description.trainingImages,
    seed,
    splitSeed,
  }
}

/** What TensorBoard shows; the part before the slash is its group. */
function scalarsOf(line: MetricsLine): readonly (readonly [string, number])[] {
  const scalars: (readonly [string, number | null])[] =
    line.kind === 'step'
      ? [
          ['batch/loss', line.trainingLoss],
          ['batch/accuracy', line.trainingAccuracy],
          ['batch/learning_rate', line.learningRate],
        ]
      : [
          ['epoch/training_loss', line.trainingLoss],
          ['epoch/training_accuracy', line.trainingAccuracy],
          ['epoch/validation_loss', line.validationLoss],
          ['epoch/validation_accuracy', line.validationAccuracy],
          ['epoch/steering_loss', line.steeringLoss],
          ['epoch/steering_accuracy', line.steeringAccuracy],
        ]
  return scalars.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
}
