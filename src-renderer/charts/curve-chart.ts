import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartOptions,
} from 'chart.js'
import { withOpacity } from './chart-style'
import type { Path } from './decimation'
import type { Box, Mark, MarkStyle } from './marks'
import { logTicks } from './nice-range'
import { paintMarks } from './paint-marks'

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale)

/** Both plots and the lane between them begin at the same pixel. */
export const AXIS_WIDTH = 46
const RIGHT_MARGIN = 10
const RAW_OPACITY = 0.28
const MARKER_RADIUS = 3.2
const LEAST_MARKER_DISTANCE = 9

/** What is to be drawn. Values of x are steps times `perStep`. */
export interface PlotContent {
  readonly perStep: number
  readonly x: { readonly from: number; readonly to: number; readonly hasTicks: boolean }
  /** A step of null is a logarithmic axis. */
  readonly y: { readonly from: number; readonly to: number; readonly step: number | null }
  /** As measured; drawn faintly where there is a smoothed curve over it. */
  readonly raw: Path
  readonly smoothed: Path | null
  readonly validation: Path
  readonly xTick: (value: number) => string
  readonly yTick: (value: number) => string
  /** What lies under and over the curves; made once it is known which pixels are which. */
  readonly marks: (plot: PlotPixels) => {
    readonly under: readonly Mark[]
    readonly over: readonly Mark[]
  }
}

/** Where things are on a drawn plot. */
export interface PlotPixels {
  readonly area: Box
  readonly xOf: (step: number) => number
  readonly yOf: (value: number) => number
}

interface PlotPoint {
  x: number
  y: number
}

/** One plot: training as a line, validation with round markers, and marks under and over them. */
export class CurveChart {
  readonly #chart: Chart<'line', PlotPoint[]>
  #style: MarkStyle
  #content: PlotContent
  #marks: { readonly under: readonly Mark[]; readonly over: readonly Mark[] } = NO_MARKS
  readonly #points = {
    raw: new PointPool(),
    smoothed: new PointPool(),
    validation: new PointPool(),
  }

  constructor(canvas: HTMLCanvasElement, content: PlotContent, style: MarkStyle) {
    this.#style = style
    this.#content = content
    this.#chart = new Chart<'line', PlotPoint[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: this.#options(),
      plugins: [
        {
          id: 'marks',
          beforeDatasetsDraw: (chart) => {
            this.#marks = this.#content.marks(pixelsOf(chart, this.#content.perStep))
            paintMarks(chart.ctx, this.#marks.under, this.#style)
          },
          afterDatasetsDraw: ({ ctx }) => {
            paintMarks(ctx, this.#marks.over, this.#style)
          },
        },
      ],
    })
  }

  /** Draws at once. */
  draw(content: PlotContent, style: MarkStyle): void {
    this.#content = content
    this.#style = style
    this.#chart.data.datasets = this.#datasets()
    this.#chart.options = this.#options()
    this.#chart.update('none')
  }

  /** The canvas takes this size; what was drawn last is drawn again. */
  resize(width: number, height: number): void {
    if (width !== this.#chart.width || height !== this.#chart.height)
      this.#chart.resize(width, height)
  }

  get pixels(): PlotPixels {
    return pixelsOf(this.#chart, this.#content.perStep)
  }

  stepAt(x: number): number {
    return (this.#chart.scales['x']?.getValueForPixel(x) ?? 0) / this.#content.perStep
  }

  /** All that was drawn, as marks: for a file. */
  picture(): readonly Mark[] {
    const { chartArea: area, scales } = this.#chart
    const marks: Mark[] = []
    const text = { kind: 'text', tone: 'ink-3' } as const
    for (const tick of scales['y']?.ticks ?? []) {
      const y = scales['y']?.getPixelForValue(tick.value) ?? 0
      const points = [area.left, y, area.right, y]
      marks.push({ kind: 'line', points, tone: 'grid', width: 1 })
      marks.push({ ...text, x: area.left - 8, y: y + 4, text: labelOf(tick), align: 'right' })
    }
    if (this.#content.x.hasTicks)
      for (const tick of scales['x']?.ticks ?? []) {
        const x = scales['x']?.getPixelForValue(tick.value) ?? 0
        marks.push({ ...text, x, y: area.bottom + 17, text: labelOf(tick), align: 'center' })
      }
    return [...marks, ...this.#marks.under, ...this.#curveMarks(), ...this.#marks.over]
  }

  dispose(): void {
    this.#chart.destroy()
  }

  #curveMarks(): readonly Mark[] {
    const { area: clip } = this.pixels
    return this.#chart.data.datasets.toReversed().flatMap((_, backwards, all): readonly Mark[] => {
      const index = all.length - 1 - backwards
      const name = SERIES[index]
      if (name === undefined) return []
      const elements = this.#chart.getDatasetMeta(index).data
      const points = elements.flatMap(({ x, y }) => [x, y])
      const tone = name === 'validation' ? 'validation' : 'training'
      const opacity = name === 'raw' && this.#content.smoothed ? RAW_OPACITY : 1
      const line: Mark = { kind: 'line', points, tone, width: lineWidth(name), opacity, clip }
      if (name !== 'validation' || !this.#hasMarkers) return [line]
      const discs = elements
        .filter(({ x }) => x >= clip.x - 1 && x <= clip.x + clip.width + 1)
        .map(({ x, y }): Mark => {
          const edge = { edge: 'validation', edgeWidth: 1.75 } as const
          return { kind: 'disc', x, y, radius: MARKER_RADIUS, fill: 'surface', ...edge }
        })
      return [line, ...discs]
    })
  }

  /** Markers that would touch each other are left out: the line is all that can be seen. */
  get #hasMarkers(): boolean {
    const epochs = this.#content.validation.length / 2
    return epochs * LEAST_MARKER_DISTANCE <= this.#chart.width - AXIS_WIDTH
  }

  /** What comes first is drawn last. */
  #datasets() {
    const { colours } = this.#style
    const { raw, smoothed, validation } = this.#content
    const paths = { validation, smoothed: smoothed ?? NO_PATH, raw }
    return SERIES.map((name) => ({
      data: this.#points[name].of(paths[name]),
      borderColor:
        name === 'validation'
          ? colours.validation
          : withOpacity(colours.training, name === 'raw' && smoothed ? RAW_OPACITY : 1),
      borderWidth: lineWidth(name),
      borderJoinStyle: 'round' as const,
      spanGaps: true,
      // Markers at the edge are whole.
      clip: name === 'validation' ? 5 : 1,
      pointRadius: name === 'validation' && this.#hasMarkers ? MARKER_RADIUS : 0,
      pointBackgroundColor: colours.surface,
      pointBorderColor: colours.validation,
      pointBorderWidth: 1.75,
    }))
  }

  #options(): ChartOptions<'line'> {
    const { x, y, xTick, yTick } = this.#content
    const { colours, fontFamily, fontSize } = this.#style
    const ticks = { color: colours['ink-3'], font: { family: fontFamily, size: fontSize } }
    return {
      animation: false,
      responsive: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: { top: 8, right: RIGHT_MARGIN, bottom: x.hasTicks ? 0 : 8 } },
      scales: {
        x: {
          type: 'linear',
          min: x.from,
          max: x.to,
          grid: { display: false },
          border: { display: false },
          ticks: {
            ...ticks,
            display: x.hasTicks,
            includeBounds: false,
            maxTicksLimit: 16,
            // Halves of epochs only where there is little else to read.
            ...(x.to - x.from > 2 ? { precision: 0 } : {}),
            maxRotation: 0,
            callback: (value) => xTick(Number(value)),
          },
        },
        y: {
          type: y.step === null ? 'logarithmic' : 'linear',
          min: y.from,
          max: y.to,
          grid: { color: colours.grid, drawTicks: false },
          border: { display: false },
          ticks: {
            ...ticks,
            padding: 8,
            ...(y.step === null ? {} : { stepSize: y.step }),
            callback: (value) => yTick(Number(value)),
          },
          afterBuildTicks: (scale) => {
            if (y.step === null) scale.ticks = logTicks(y.from, y.to).map((value) => ({ value }))
          },
          afterFit: (scale) => {
            scale.width = AXIS_WIDTH
          },
        },
      },
    }
  }
}

const SERIES = ['validation', 'smoothed', 'raw'] as const
const NO_PATH: Path = new Float64Array(0)
const NO_MARKS = { under: [], over: [] }

function pixelsOf({ chartArea, scales }: Chart, perStep: number): PlotPixels {
  const { left, top, width, height } = chartArea
  return {
    area: { x: left, y: top, width, height },
    xOf: (step) => scales['x']?.getPixelForValue(step * perStep) ?? 0,
    yOf: (value) => scales['y']?.getPixelForValue(value) ?? 0,
  }
}

function lineWidth(name: (typeof SERIES)[number]): number {
  return name === 'raw' ? 1 : 2
}

function labelOf({ label }: { readonly label?: string | string[] | undefined }): string {
  return typeof label === 'string' ? label : (label ?? []).join(' ')
}

/** Points are objects to Chart.js: the same ones are filled again, so that a step of the pan makes none. */
class PointPool {
  readonly #points: PlotPoint[] = []

  /** A new array each time, by which Chart.js knows that the data are others. */
  of(path: Path): PlotPoint[] {
    const length = path.length / 2
    while (this.#points.length < length) this.#points.push({ x: 0, y: 0 })
    const points = this.#points.slice(0, length)
    for (const [index, point] of points.entries()) {
      point.x = path[2 * index] ?? 0
      point.y = path[2 * index + 1] ?? 0
    }
    return points
  }
}
