import type { GreyPicture } from './grey-picture'

/** The light is fitted to the means of at most so many blocks a side. */
const MOST_BLOCKS = 64
/** Of 255: light that varies less is even. */
const LEAST_VARIATION = 24
const ROUNDS = 12
/** What differs from the light by more than so many median deviations is ink. */
const PAPER_DEVIATIONS = 3
/** Of 255: noise and grain of paper. */
const LEAST_DEVIATION = 4

/** What paper would be without light that varies: any shade will do that leaves room on both sides. */
const PAPER = { underDarkInk: 230, underLightInk: 60 } as const

/**
 * Takes uneven light out of a picture: of a photograph, which is darker towards a side or the corners. Its
 * background is fitted by a quadratic surface, ink left aside: what deviates from the fit does not count in
 * the next. Dark ink reflects a share of the light, so it is divided; light ink is a difference.
 *
 * @returns null where the light is even
 */
export function evenLight(picture: GreyPicture): GreyPicture | null {
  const { values, width, height } = picture
  const blocks = meansOfBlocks(picture)
  const fit = fitLight(blocks)
  if (fit === null) return null
  const lights = blocks.map(({ x, y }) => lightAt(fit.surface, x, y))
  const [least, most] = [Math.min(...lights), Math.max(...lights)]
  if (most - least < LEAST_VARIATION) return null
  const even = new Uint8Array(values.length)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = row * width + column
      const value = values[at] ?? 0
      const light = lightAt(fit.surface, ...placed(column, row, picture))
      even[at] = Math.max(
        0,
        Math.min(
          255,
          Math.round(
            fit.isInkDark
              ? (value / Math.max(1, light)) * PAPER.underDarkInk
              : value - light + PAPER.underLightInk,
          ),
        ),
      )
    }
  return { values: even, width, height }
}

interface Block {
  readonly x: number
  readonly y: number
  readonly value: number
}

/** Coefficients of 1, x, y, x², xy and y². */
type Surface = readonly number[]

function terms(x: number, y: number): readonly number[] {
  return [1, x, y, x * x, x * y, y * y]
}

function lightAt([one = 0, x1 = 0, y1 = 0, x2 = 0, xy = 0, y2 = 0]: Surface, x: number, y: number) {
  return one + x1 * x + y1 * y + x2 * x * x + xy * x * y + y2 * y * y
}

/** The middle of a pixel, both ways from -1 to 1. */
function placed(
  column: number,
  row: number,
  { width, height }: GreyPicture,
): [x: number, y: number] {
  return [(2 * column + 1) / width - 1, (2 * row + 1) / height - 1]
}

function meansOfBlocks({ values, width, height }: GreyPicture): Block[] {
  const [columns, rows] = [Math.min(width, MOST_BLOCKS), Math.min(height, MOST_BLOCKS)]
  const sums = new Float64Array(columns * rows)
  const counts = new Float64Array(columns * rows)
  for (let row = 0; row < height; row++) {
    const first = Math.floor((row * rows) / height) * columns
    for (let column = 0; column < width; column++) {
      const block = first + Math.floor((column * columns) / width)
      sums[block] = (sums[block] ?? 0) + (values[row * width + column] ?? 0)
      counts[block] = (counts[block] ?? 0) + 1
    }
  }
  return Array.from(sums, (sum, block) => ({
    x: (2 * (block % columns) + 1) / columns - 1,
    y: (2 * Math.floor(block / columns) + 1) / rows - 1,
    value: sum / (counts[block] ?? 1),
  }))
}

interface LightFit {
  readonly surface: Surface
  readonly isInkDark: boolean
}

function fitLight(blocks: readonly Block[]): LightFit | null {
  let paper = blocks
  let surface: Surface | null = null
  for (let round = 0; round < ROUNDS; round++) {
    surface = leastSquares(paper)
    if (surface === null) return null
    const fitted = surface
    const deviation = ({ x, y, value }: Block) => Math.abs(value - lightAt(fitted, x, y))
    const middle = median(paper.map(deviation))
    const limit = PAPER_DEVIATIONS * Math.max(LEAST_DEVIATION, middle)
    paper = blocks.filter((block) => deviation(block) <= limit)
  }
  if (surface === null) return null
  const fitted = surface
  const beside = blocks.reduce((sum, { x, y, value }) => sum + value - lightAt(fitted, x, y), 0)
  return { surface, isInkDark: beside <= 0 }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

/** By the normal equations, which Gauss's elimination solves; null where they are not independent. */
function leastSquares(blocks: readonly Block[]): Surface | null {
  const size = 6
  const equations = Array.from({ length: size }, () => new Float64Array(size + 1))
  for (const { x, y, value } of blocks) {
    const row = terms(x, y)
    equations.forEach((equation, index) => {
      const factor = row[index] ?? 0
      for (let column = 0; column < size; column++)
        equation[column] = (equation[column] ?? 0) + factor * (row[column] ?? 0)
      equation[size] = (equation[size] ?? 0) + factor * value
    })
  }
  for (let column = 0; column < size; column++) {
    const rest = equations.slice(column)
    const pivot = rest.reduce((best, row) =>
      Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best,
    )
    const head = pivot[column] ?? 0
    if (Math.abs(head) < 1e-6) return null
    equations.splice(equations.indexOf(pivot), 1)
    equations.splice(column, 0, pivot)
    for (const row of equations) {
      if (row === pivot) continue
      const factor = (row[column] ?? 0) / head
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
    }
  }
  return equations.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1))
}
