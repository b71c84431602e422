import type { CurvePoint, TrainingProgress } from '../../../src-preload/contract/job'
import { LOGGED_STEPS } from '../../../src-preload/contract/metrics'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'

/** Of how many steps the speed is the median. */
const LATEST_STEPS = 50

/** A step is a pass forward and, twice as long, one back; evaluation is the first alone. */
const EVALUATION_SHARE = 1 / 3

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>
type Doing = TrainingProgress['doing']

/** Where a run stands, followed event by event; asked for a report now and then. */
export class ProgressOfRun {
  readonly #started: EventOf<'started'>
  readonly #startedMs: number
  readonly #stepsMs: number[] = []
  #isFirstStep = true
  #doing: Doing | undefined
  #points: CurvePoint[] = []
  #stepsDone: number
  #epochsDone: number
  /** When the evaluation in hand began: with the last step, or the one before. */
  #evaluatingSinceMs: number
  #evaluationMsPerImage: number | undefined

  constructor(started: EventOf<'started'>, nowMs: number) {
    this.#started = started
    this.#startedMs = nowMs
    this.#evaluatingSinceMs = nowMs
    this.#epochsDone = started.epochsDone
    this.#stepsDone = started.epochsDone * started.run.stepsPerEpoch + started.stepsDone
  }

  step({ epoch, step, loss, accuracy, learningRate, stepMs }: EventOf<'step'>, nowMs: number) {
    this.#stepsDone = (epoch - 1) * this.#started.run.stepsPerEpoch + step
    this.#doing = { kind: 'training', epoch, step, loss, accuracy, learningRate }
    this.#evaluatingSinceMs = nowMs
    // As `metrics.jsonl` has them.
    if (this.#stepsDone % LOGGED_STEPS === 0)
      this.#points.push({ step: this.#stepsDone, loss, accuracy, learningRate })
    // The first one pays for the graph's preparation.
    if (!this.#isFirstStep) this.#stepsMs.push(stepMs)
    this.#isFirstStep = false
    if (this.#stepsMs.length > LATEST_STEPS) this.#stepsMs.shift()
  }

  evaluating({ part, imagesDone, images }: EventOf<'evaluating'>, nowMs: number): void {
    this.#doing = { kind: 'evaluating', part, imagesDone, images }
    this.#evaluationMsPerImage = (nowMs - this.#evaluatingSinceMs) / Math.max(imagesDone, 1)
  }

  epoch({ epoch }: Pick<EventOf<'epoch'>, 'epoch'>, nowMs: number): void {
    this.#epochsDone = epoch
    this.#evaluatingSinceMs = nowMs
  }

  /** As it stands now, with the points since the last report; null before the first step. */
  report(nowMs: number, memoryBytes: number | null): TrainingProgress | null {
    if (this.#doing === undefined) return null
    const points = this.#points
    this.#points = []
    const stepMs = median(this.#stepsMs)
    const { batchSize } = this.#started.run.configuration
    return {
      doing: this.#doing,
      imagesPerSecond: stepMs === null ? null : (1000 * batchSize) / stepMs,
      secondsElapsed: this.#started.secondsDone + (nowMs - this.#startedMs) / 1000,
      secondsLeft: stepMs === null ? null : this.#leftMs(stepMs) / 1000,
      memoryBytes,
      points,
    }
  }

  #leftMs(stepMs: number): number {
    const { stepsPerEpoch, configuration, validationImages, testImages } = this.#started.run
    const { epochs, batchSize } = configuration
    const stepsLeft = Math.max(epochs * stepsPerEpoch - this.#stepsDone, 0)
    const doneOfThis = this.#doing?.kind === 'evaluating' ? this.#doing.imagesDone : 0
    const validationsLeft = Math.max(epochs - this.#epochsDone, 0)
    const imagesLeft = Math.max(validationsLeft * validationImages + testImages - doneOfThis, 0)
    const imageMs = this.#evaluationMsPerImage ?? (EVALUATION_SHARE * stepMs) / batchSize
    return stepsLeft * stepMs + imagesLeft * imageMs
  }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}
