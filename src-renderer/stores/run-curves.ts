import type { RunMetrics } from '../../src-preload/contract/bridge/run-requests'
import type { EventPayload } from '../../src-preload/contract/bridge/events'
import type { CurvePoint } from '../../src-preload/contract/job'
import { LOGGED_STEPS } from '../../src-preload/contract/metrics'
import type { RunId } from '../../src-preload/contract/run'
import { NumberColumn } from './number-column'

export type EpochPoint = Readonly<RunMetrics['epochs'][number]>

/** `missing`: something between it and what is there has not arrived. */
export type Taking = 'taken' | 'known' | 'missing'

/** The curves of a run as columns, in the order of steps. They only grow at their end. */
export class RunCurves {
  readonly run: RunId
  readonly stepsPerEpoch: number
  readonly step: NumberColumn
  readonly loss: NumberColumn
  readonly accuracy: NumberColumn
  readonly learningRate: NumberColumn
  readonly #epochs: EpochPoint[]

  constructor(metrics: RunMetrics) {
    this.run = metrics.run
    this.stepsPerEpoch = metrics.stepsPerEpoch
    this.step = new NumberColumn(metrics.steps.step)
    this.loss = new NumberColumn(metrics.steps.loss)
    this.accuracy = new NumberColumn(metrics.steps.accuracy)
    this.learningRate = new NumberColumn(metrics.steps.learningRate)
    this.#epochs = [...metrics.epochs]
  }

  get epochs(): readonly EpochPoint[] {
    return this.#epochs
  }

  /** The latest of the epochs that were the best when they ended. */
  get best(): EpochPoint | undefined {
    return this.#epochs.findLast(({ best }) => best)
  }

  /** Steps that are known to have been made. */
  get lastStep(): number {
    return Math.max(this.step.last ?? 0, this.#epochs.at(-1)?.step ?? 0)
  }

  /** Takes a point that is newer than what is there, unless one before it is missing. */
  takePoint(point: CurvePoint): Taking {
    const last = this.step.last ?? 0
    if (point.step <= last) return 'known'
    return point.step - last > this.#spacing ? 'missing' : this.addPoint(point)
  }

  /** Takes it even so: for what is missing in the run's folder, too. */
  addPoint(point: CurvePoint): Taking {
    if (point.step <= (this.step.last ?? 0)) return 'known'
    this.step.push(point.step)
    this.loss.push(point.loss)
    this.accuracy.push(point.accuracy)
    this.learningRate.push(point.learningRate)
    return 'taken'
  }

  takeEpoch(epoch: EpochPoint): Taking {
    const last = this.#epochs.at(-1)?.epoch ?? 0
    if (epoch.epoch <= last) return 'known'
    return epoch.epoch > last + 1 ? 'missing' : this.addEpoch(epoch)
  }

  addEpoch(epoch: EpochPoint): Taking {
    if (epoch.epoch <= (this.#epochs.at(-1)?.epoch ?? 0)) return 'known'
    this.#epochs.push(epoch)
    return 'taken'
  }

  /** How far apart logged steps are: what was logged more rarely is not taken for full of holes. */
  get #spacing(): number {
    const steps = this.step.values
    const [last, one] = [steps[steps.length - 1] ?? 0, steps[steps.length - 2] ?? 0]
    return Math.max(LOGGED_STEPS, last - one)
  }
}

export function epochPointOf({ step, epoch }: EventPayload<'training.epoch'>): EpochPoint {
  const { learningRate, training, validation, steering, best } = epoch
  return { epoch: epoch.epoch, step, learningRate, training, validation, steering, best }
}
