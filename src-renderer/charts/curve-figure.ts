import type { RunCurves } from '../stores/run-curves'
import { AXIS_WIDTH, CurveChart, type PlotContent, type PlotPixels } from './curve-chart'
import { visiblePath, type Path } from './decimation'
import type { Picture } from './marks-to-svg'
import { shifted, type Mark, type MarkStyle } from './marks'
import { niceFloor, niceRange, niceStep, quantiles } from './nice-range'
import { paintMarks } from './paint-marks'
import { rateChanges, type RateChange } from './rate-changes'
import { SmoothedCurve } from './smoothing'
import { firstFrom } from './sorted-search'
import type { Span } from './span'
import { tickText } from './tick-text'

export type StepUnit = 'epoch' | 'step'

/** How the curves are looked at. */
export interface CurveView {
  readonly span: Span
  readonly unit: StepUnit
  /** Weight of the moving average; 0 draws curves as measured. */
  readonly smoothing: number
  readonly lossScale: 'linear' | 'logarithmic'
  /** The step that training has come to, while it goes on; null where it does not. */
  readonly now: number | null
}

/** Words of the figure. */
export interface FigureWords {
  readonly loss: string
  readonly accuracy: string
  readonly training: string
  readonly validation: string
  readonly rate: string
  readonly unit: Readonly<Record<StepUnit, string>>
  readonly bestEpoch: (epoch: number) => string
  readonly percent: (share: number, decimals: number) => string
  readonly rateText: (rate: number) => string
  readonly number: (value: number, decimals: number) => string
}

export interface FigureCanvases {
  readonly loss: HTMLCanvasElement
  readonly rate: HTMLCanvasElement
  readonly accuracy: HTMLCanvasElement
}

type Measure = 'loss' | 'accuracy'

/** What is known of the learning rates of so many points. */
interface Rates {
  readonly curves: RunCurves
  readonly length: number
  readonly changes: readonly RateChange[]
  readonly least: number
  readonly greatest: number
}

/** Height of the lane between the plots. */
export const LANE_HEIGHT = 34
/**
 * Shares of the training curve between which an axis reaches: the first steps of a run are far from all
 * others (TensorBoard, too, leaves out the outermost 5 %). On a logarithmic axis all of it has room.
 */
const SHARES: Readonly<Record<Measure, readonly number[]>> = {
  loss: [0, 0.95],
  accuracy: [0.05, 1],
}
const LEAST_FOR_OUTLIERS = 50

/** Loss, learning rate and accuracy of one run, one above the other, on the same axis of steps. */
export class CurveFigure {
  readonly #plots: Readonly<Record<Measure, CurveChart>>
  #smoothed: Readonly<Record<Measure, SmoothedCurve>> | null = null
  #smoothedOf: RunCurves | null = null
  #rates: Rates | null = null
  #laneMarks: readonly Mark[] = []
  #size = { width: 0, plotHeight: 0 }

  constructor(
    private readonly canvases: FigureCanvases,
    private readonly words: FigureWords,
    style: MarkStyle,
  ) {
    this.#plots = {
      loss: new CurveChart(canvases.loss, NOTHING, style),
      accuracy: new CurveChart(canvases.accuracy, NOTHING, style),
    }
  }

  /** @param plotHeight of each plot */
  resize(width: number, plotHeight: number): void {
    this.#size = { width, plotHeight }
    this.#plots.loss.resize(width, plotHeight)
    this.#plots.accuracy.resize(width, plotHeight)
    const ratio = window.devicePixelRatio
    const { rate } = this.canvases
    rate.width = Math.round(width * ratio)
    rate.height = Math.round(LANE_HEIGHT * ratio)
    rate.style.width = `${width}px`
    rate.style.height = `${LANE_HEIGHT}px`
  }

  draw(curves: RunCurves, view: CurveView, style: MarkStyle): void {
    const { changes } = this.#ratesOf(curves)
    for (const measure of ['loss', 'accuracy'] as const)
      this.#plots[measure].draw(this.#content(measure, curves, view, changes), style)
    this.#drawLane(curves, view, style)
  }

  /** Of both plots: they begin and end at the same pixel. */
  get pixels(): Readonly<Record<Measure, PlotPixels>> {
    return { loss: this.#plots.loss.pixels, accuracy: this.#plots.accuracy.pixels }
  }

  stepAt(x: number): number {
    return this.#plots.loss.stepAt(x)
  }

  smoothedValues(measure: Measure, curves: RunCurves, weight: number): Float64Array {
    if (this.#smoothedOf !== curves || this.#smoothed?.[measure].weight !== weight) {
      this.#smoothed = { loss: new SmoothedCurve(weight), accuracy: new SmoothedCurve(weight) }
      this.#smoothedOf = curves
    }
    return this.#smoothed[measure].follow(curves[measure].values)
  }

  /** What is shown, for a file. */
  picture(title: string): Picture {
    const { width, plotHeight } = this.#size
    const heading = { kind: 'text', x: 0, tone: 'ink', align: 'left', isStrong: true } as const
    const accuracyTop = TITLE_HEIGHT * 2 + plotHeight + LANE_HEIGHT
    const box = {
      x: 0,
      y: 0,
      width: width + 2 * MARGIN,
      height: accuracyTop + plotHeight + 2 * MARGIN,
    }
    const marks: Mark[] = [
      { ...heading, y: 14, text: this.words.loss },
      ...this.#legend(width),
      ...this.#plots.loss.picture().map((mark) => shifted(mark, 0, TITLE_HEIGHT)),
      ...this.#laneMarks.map((mark) => shifted(mark, 0, TITLE_HEIGHT + plotHeight)),
      { ...heading, y: accuracyTop - 6, text: this.words.accuracy },
      ...this.#plots.accuracy.picture().map((mark) => shifted(mark, 0, accuracyTop)),
    ]
    return {
      width: box.width,
      height: box.height,
      title,
      marks: [
        { kind: 'area', box, tone: 'surface' },
        ...marks.map((mark) => shifted(mark, MARGIN, MARGIN)),
      ],
    }
  }

  /** Which line is which, at the right edge. */
  #legend(right: number): Mark[] {
    const text = { kind: 'text', y: 14, tone: 'ink-2', align: 'left' } as const
    const line = (x: number, tone: 'training' | 'validation'): Mark => ({
      kind: 'line',
      points: [x, 10, x + 22, 10],
      tone,
      width: 2,
    })
    const [one, other] = [right - 190, right - 90]
    const edge = { edge: 'validation', edgeWidth: 1.75 } as const
    return [
      line(one, 'training'),
      { ...text, x: one + 28, text: this.words.training },
      line(other, 'validation'),
      { kind: 'disc', x: other + 11, y: 10, radius: 3.2, fill: 'surface', ...edge },
      { ...text, x: other + 28, text: this.words.validation },
    ]
  }

  dispose(): void {
    this.#plots.loss.dispose()
    this.#plots.accuracy.dispose()
  }

  #content(
    measure: Measure,
    curves: RunCurves,
    view: CurveView,
    changes: readonly RateChange[],
  ): PlotContent {
    const perStep = view.unit === 'epoch' ? 1 / Math.max(1, curves.stepsPerEpoch) : 1
    const { span } = view
    const steps = curves.step.values
    const raw = curves[measure].values
    const smoothed = this.smoothedValues(measure, curves, view.smoothing)
    const columns = Math.max(1, this.#size.width - AXIS_WIDTH)
    const pathOf = (values: Float64Array, across: number): Path =>
      scaled(visiblePath(steps, values, span, across), perStep)
    const isLog = measure === 'loss' && view.lossScale === 'logarithmic'
    const ticks = Math.max(2, Math.min(6, Math.round(this.#size.plotHeight / TICK_HEIGHT)))
    const y = yRange(measure, curves, smoothed, span, isLog, ticks)
    const decimals = y.step >= 1 ? 0 : Math.ceil(-Math.log10(y.step) - 1e-9)
    const { words } = this
    return {
      perStep,
      x: { from: span.from * perStep, to: span.to * perStep, hasTicks: measure === 'accuracy' },
      y: { from: y.from, to: y.to, step: isLog ? null : y.step },
      raw: pathOf(raw, columns),
      // An average moves less than a pixel from column to column.
      smoothed: view.smoothing === 0 ? null : pathOf(smoothed, Math.ceil(columns / 2)),
      validation: scaled(validationPath(measure, curves, span), perStep),
      xTick: (value) => words.number(value, decimalsOf(value)),
      yTick: (value) =>
        measure === 'accuracy'
          ? words.percent(value, Math.max(0, decimals - 2))
          : tickText(value, (plain) =>
              isLog ? String(Number(plain.toPrecision(2))) : words.number(plain, decimals),
            ),
      marks: (pixels) => this.#plotMarks(measure, curves, view, changes, pixels),
    }
  }

  #plotMarks(
    measure: Measure,
    curves: RunCurves,
    { span, now, unit }: CurveView,
    changes: readonly RateChange[],
    { area, xOf, yOf }: PlotPixels,
  ): { under: Mark[]; over: Mark[] } {
    const under: Mark[] = []
    const over: Mark[] = []
    const bottom = area.y + area.height
    const upright = (step: number): number[] => [xOf(step), area.y, xOf(step), bottom]
    const isVisible = (step: number): boolean => step >= span.from && step <= span.to
    if (measure === 'accuracy') {
      const y = bottom + 17
      under.push({
        kind: 'text',
        x: 0,
        y,
        text: this.words.unit[unit],
        tone: 'ink-3',
        align: 'left',
      })
    }
    if (now !== null && now < span.to) {
      const x = Math.max(area.x, xOf(now))
      const box = { ...area, x, width: area.x + area.width - x }
      under.push({ kind: 'area', box, tone: 'sunken', opacity: 0.8 })
    }
    for (const { step } of changes.filter((change) => isVisible(change.step)))
      under.push({ kind: 'line', points: upright(step), tone: 'line-2', width: 1, dash: [2, 3] })
    if (now !== null && isVisible(now))
      over.push({ kind: 'line', points: upright(now), tone: 'ink-3', width: 1 })
    const { best } = curves
    if (best !== undefined && isVisible(best.step)) {
      over.push({ kind: 'line', points: upright(best.step), tone: 'accent', width: 1 })
      const [x, y] = [xOf(best.step), yOf(best.steering[measure])]
      if (y >= area.y - 1 && y <= bottom + 1) {
        over.push({ kind: 'disc', x, y, radius: 5, fill: 'accent' })
        const tick = [x - 2.2, y, x - 0.6, y + 1.7, x + 2.4, y - 1.7]
        over.push({ kind: 'line', points: tick, tone: 'on-accent', width: 1.3 })
      }
      const label =
        measure === 'loss'
          ? this.words.bestEpoch(best.epoch)
          : this.words.percent(best.steering.accuracy, 2)
      const isNearLeft = x < area.x + 90
      const align = isNearLeft ? 'left' : 'right'
      over.push({
        kind: 'text',
        x: x + (isNearLeft ? 6 : -6),
        // Where the curve is not: loss falls, accuracy rises.
        y: measure === 'loss' ? area.y + 11 : bottom - 7,
        text: label,
        tone: 'accent',
        align,
        isStrong: true,
      })
    }
    return { under, over }
  }

  /** Only looked for again when there are more of them. */
  #ratesOf(curves: RunCurves): Rates {
    const { length } = curves.step
    if (this.#rates?.curves === curves && this.#rates.length === length) return this.#rates
    const ends = Float64Array.from(curves.epochs, ({ step }) => step)
    const values = curves.learningRate.values
    const changes = rateChanges(curves.step.values, values, ends)
    let [least, greatest] = [values[0] ?? 0, values[0] ?? 0]
    for (const rate of values) {
      if (rate < least) least = rate
      if (rate > greatest) greatest = rate
    }
    this.#rates = { curves, length, changes, least, greatest }
    return this.#rates
  }

  #drawLane(curves: RunCurves, view: CurveView, style: MarkStyle): void {
    this.#laneMarks = this.#makeLane(curves, view)
    const context = this.canvases.rate.getContext('2d')
    if (context === null) return
    const ratio = window.devicePixelRatio
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, this.#size.width, LANE_HEIGHT)
    paintMarks(context, this.#laneMarks, style)
  }

  #makeLane(curves: RunCurves, { span }: CurveView): Mark[] {
    const { area, xOf } = this.#plots.loss.pixels
    const box = { x: area.x, y: 3, width: area.width, height: LANE_HEIGHT - 6 }
    const text = { kind: 'text', align: 'left' } as const
    const marks: Mark[] = [
      { kind: 'area', box, tone: 'sunken' },
      { ...text, x: 0, y: 21, text: this.words.rate, tone: 'ink-3' },
    ]
    const rates = curves.learningRate.values
    if (rates.length === 0) return marks
    const { changes, least, greatest } = this.#ratesOf(curves)
    const height = (rate: number): number => {
      const share = greatest > least ? (rate - least) / (greatest - least) : 1
      return box.y + 4 + (1 - share) * (box.height - 8)
    }
    const path = visiblePath(curves.step.values, rates, span, Math.max(1, box.width))
    const points = path.map((value, index) => (index % 2 === 0 ? xOf(value) : height(value)))
    marks.push({ kind: 'line', points, tone: 'ink-3', width: 1.5, clip: box })
    const visible = changes.filter(({ step }) => step >= span.from && step <= span.to)
    for (const { step } of visible)
      marks.push({ kind: 'triangle', x: xOf(step), y: 6, size: 4, tone: 'ink-3' })
    // A rate is written where it begins to hold, unless the last one written is still in the way.
    const firstVisible = rates[Math.min(rates.length - 1, firstFrom(curves.step.values, span.from))]
    const starts = [
      { x: area.x, rate: firstVisible ?? 0 },
      ...visible.map(({ step, to }) => ({ x: xOf(step), rate: to })),
    ]
    let free = Number.NEGATIVE_INFINITY
    for (const { x, rate } of starts) {
      if (x < free || x + LABEL_WIDTH > area.x + area.width) continue
      const y = height(rate) > LANE_HEIGHT / 2 ? 14 : 27
      marks.push({ ...text, x: x + 7, y, text: this.words.rateText(rate), tone: 'ink-2' })
      free = x + LABEL_WIDTH
    }
    return marks
  }
}

/** As many as a tick needs, at most two. */
function decimalsOf(value: number): number {
  return [0, 1].find((decimals) => Math.abs(value - Number(value.toFixed(decimals))) < 1e-9) ?? 2
}

const TITLE_HEIGHT = 20
/** A tick for so many pixels. */
const TICK_HEIGHT = 42
/** Around what is saved. */
const MARGIN = 14
const LABEL_WIDTH = 56

const NOTHING: PlotContent = {
  perStep: 1,
  x: { from: 0, to: 1, hasTicks: false },
  y: { from: 0, to: 1, step: 0.5 },
  raw: new Float64Array(0),
  smoothed: null,
  validation: new Float64Array(0),
  xTick: String,
  yTick: String,
  marks: () => ({ under: [], over: [] }),
}

/** Steps times `perStep`; in place, since the path is nobody else's. */
function scaled(path: Path, perStep: number): Path {
  if (perStep !== 1)
    for (let index = 0; index < path.length; index += 2) path[index] = (path[index] ?? 0) * perStep
  return path
}

/** What is visible, and one epoch on each side of it. */
function validationPath(measure: Measure, { epochs }: RunCurves, { from, to }: Span): Path {
  const firstInside = epochs.findIndex(({ step }) => step >= from)
  const firstBehind = epochs.findIndex(({ step }) => step > to)
  const first = Math.max(0, (firstInside < 0 ? epochs.length : firstInside) - 1)
  const visible = epochs.slice(first, firstBehind < 0 ? epochs.length : firstBehind + 1)
  return Float64Array.from(visible.flatMap(({ step, steering }) => [step, steering[measure]]))
}

/** Round bounds about what is visible of both curves, without the outliers of the one as measured. */
function yRange(
  measure: Measure,
  curves: RunCurves,
  smoothed: Float64Array,
  span: Span,
  isLog: boolean,
  ticks: number,
): { readonly from: number; readonly to: number; readonly step: number } {
  const steps = curves.step.values
  const [from, to] = [firstFrom(steps, span.from), firstFrom(steps, span.to + 1)]
  const shares = !isLog && to - from >= LEAST_FOR_OUTLIERS ? SHARES[measure] : [0, 1]
  const values = [
    ...quantiles(curves[measure].values, from, to, shares),
    ...quantiles(smoothed, from, to, shares),
    ...curves.epochs
      .filter(({ step }) => step >= span.from && step <= span.to)
      .map(({ steering }) => steering[measure]),
  ]
  if (values.length === 0) return { from: isLog ? 0.1 : 0, to: 1, step: 0.2 }
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  if (isLog) {
    const floor = Math.max(least, 1e-6)
    return { from: niceFloor(floor), to: niceStep(Math.max(greatest, floor * 2)), step: 0.1 }
  }
  const range = niceRange(least, greatest, ticks)
  if (measure === 'accuracy')
    return { ...range, from: Math.max(0, range.from), to: Math.min(1, range.to) }
  return { ...range, from: Math.max(0, range.from) }
}
