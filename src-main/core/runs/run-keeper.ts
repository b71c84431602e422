import type { MetricsLine } from '../../../src-preload/contract/metrics'
import { RUN_SCHEMA, type RunId } from '../../../src-preload/contract/run'
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
import { requireHeld } from './run-lock'

/** What a kill costs at most where an epoch takes long. */
const CHECKPOINT_EVERY_MS = 120_000

export interface RunKeeperOptions {
  readonly paths: RunPaths
  readonly run: RunId
  readonly plan: TrainingPlan
  readonly lock: HeldLock
  readonly summary: SummaryWriter
  /** Length of metrics.jsonl to go on from; what lies behind is dropped. */
  readonly metricsBytes: number
  /** Time between checkpoints within an epoch; two minutes where left out. */
  readonly checkpointEveryMs?: number | undefined
}

/**
 * Keeps a run in its folder. Of what it writes `last.safetensors` decides: it names the length of
 * metrics.jsonl that belongs to it, and the best epoch. `best.safetensors` follows it, and can be made
 * from it again where a kill fell in between.
 */
export class RunFolderKeeper implements RunKeeper, AsyncDisposable {
  #savedMs = performance.now()

  private constructor(
    private readonly options: RunKeeperOptions,
    private readonly metricsFile: AppendFile,
  ) {}

  static async open(options: RunKeeperOptions): Promise<RunFolderKeeper> {
    const { paths, metricsBytes } = options
    return new RunFolderKeeper(options, await AppendFile.open(paths.metrics, metricsBytes))
  }

  get isCheckpointDue(): boolean {
    const { checkpointEveryMs = CHECKPOINT_EVERY_MS } = this.options
    return performance.now() - this.#savedMs >= checkpointEveryMs
  }

  async metrics(line: MetricsLine): Promise<void> {
    await requireHeld(this.options.lock, this.options.paths)
    await this.metricsFile.append(`${JSON.stringify(line)}\n`)
    for (const [name, value] of scalarsOf(line)) this.options.summary.scalar(name, value, line.step)
  }

  async checkpoint(state: TrainingState, tensors: RunTensors): Promise<void> {
    await requireHeld(this.options.lock, this.options.paths)
    await this.metricsFile.sync()
    const { paths, run, plan, summary } = this.options
    await writeLast(paths, run, plan, state, tensors, this.metricsFile.bytes)
    if (isBest(state)) await writeBest(paths, run, plan, state.epoch, evaluatedAmong(tensors))
    summary.flush()
    this.#savedMs = performance.now()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.metricsFile.close()
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
