import type { Box } from './blur'
import type { GreyPicture } from './grey-picture'

/** Side of the sheets of NIST Special Database 19, which EMNIST's recipe begins with. */
export const SHEET_SIDE = 128
/**
 * The longer side of the ink on the sheet. It decides how soft the recipe's blur makes edges: with one pixel on each
 * side that the blur adds, this is 48, twice the 24 pixels of an image, which gives the edges that are commonest in
 * EMNIST. With 100, models recognised far fewer of emnist47's images that were drawn large and placed again.
 */
const INK_SIDE = 46
/** Half ink, and a rounding error's way to the ink. */
const EVEN_ODDS = 0.5 - 1e-6
/** Of 255: what differs less is paper. */
const LEAST_CONTRAST = 24

/** Ink found in a picture. */
export interface Ink {
  readonly lightOnDark: boolean
  /** Which shades of grey are ink: above the threshold if light on dark, else up to it. */
  readonly threshold: number
  /** The mean shades up to the threshold and above it. */
  readonly means: readonly [dark: number, light: number]
  /** The share of the variance of all shades that the two means explain: near 1 for two clean shades. */
  readonly separation: number
  /** Of the picture's outermost pixels, the share that is ink. */
  readonly edgeShare: number
}

/**
 * Tells ink from background. Otsu's threshold parts the shades in two; the background is the part that
 * more than half of the picture's outermost pixels belong to.
 *
 * @returns null where nothing is drawn: all shades are nearly the same
 */
export function findInk(picture: GreyPicture): Ink | null {
  const { values } = picture
  const histogram = new Float64Array(256)
  // Several times as fast as by an iterator, and all that large pictures wait for.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0
    histogram[value] = (histogram[value] ?? 0) + 1
  }
  const darkest = histogram.findIndex((count) => count > 0)
  const lightest = histogram.findLastIndex((count) => count > 0)
  if (lightest - darkest < LEAST_CONTRAST) return null
  const parted = otsuThreshold(histogram)
  const darkShare = darkShareOfEdge(picture, parted.threshold)
  return { lightOnDark: darkShare > 0.5, edgeShare: Math.min(darkShare, 1 - darkShare), ...parted }
}

/**
 * The ink of a picture on a sheet of 128 x 128, 1 where there is ink: its box centred, its longer side 46
 * pixels, aspect kept. Pens much thinner than a pixel of the sheet leave a line nevertheless.
 */
export function inkSheet(picture: GreyPicture, ink: Ink): Uint8Array {
  const isInk = inkTable(ink)
  const box = boxOfInk(picture, isInk)
  const scale = INK_SIDE / Math.max(box.right - box.left, box.bottom - box.top)
  const left = (SHEET_SIDE - scale * (box.right - box.left)) / 2
  const top = (SHEET_SIDE - scale * (box.bottom - box.top)) / 2
  const sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
  if (scale >= 1) {
    const inkness = inknessOf(ink)
    for (let y = 0; y < SHEET_SIDE; y++)
      for (let x = 0; x < SHEET_SIDE; x++) {
        const fromX = box.left + (x + 0.5 - left) / scale - 0.5
        const fromY = box.top + (y + 0.5 - top) / scale - 0.5
        if (interpolated(picture, inkness, fromX, fromY) > EVEN_ODDS) sheet[y * SHEET_SIDE + x] = 1
      }
    return sheet
  }
  const coverage = inkCoverage(picture, isInk, box, { scale, left, top })
  const inked = coverage.filter((share) => share > 0)
  const mean = inked.reduce((sum, share) => sum + share, 0) / inked.length
  coverage.forEach((share, index) => {
    if (share >= mean / 2) sheet[index] = 1
  })
  return sheet
}

/** N. Otsu, "A Threshold Selection Method from Gray-Level Histograms" (1979): the greatest variance between two parts. */
function otsuThreshold(histogram: Float64Array): Pick<Ink, 'threshold' | 'means' | 'separation'> {
  const count = histogram.reduce((sum, times) => sum + times, 0)
  const sum = histogram.reduce((total, times, value) => total + times * value, 0)
  const squares = histogram.reduce((total, times, value) => total + times * value ** 2, 0)
  let below = 0
  let sumBelow = 0
  let greatest = -1
  let first = 0
  let last = 0
  let means: Ink['means'] = [0, 255]
  for (let value = 0; value < 255; value++) {
    below += histogram[value] ?? 0
    sumBelow += value * (histogram[value] ?? 0)
    const above = count - below
    if (below === 0 || above === 0) continue
    const [dark, light] = [sumBelow / below, (sum - sumBelow) / above]
    const between = below * above * (dark - light) ** 2
    if (between > greatest * (1 + 1e-12)) {
      greatest = between
      first = value
      means = [dark, light]
    }
    if (between >= greatest * (1 - 1e-12)) last = value
  }
  // Between two clean shades all thresholds are as good: the middle leaves most room.
  const threshold = Math.floor((first + last) / 2)
  return { threshold, means, separation: greatest / (count * squares - sum ** 2) }
}

/** Of the outermost pixels, the share up to the threshold; those of the corners count once. */
function darkShareOfEdge({ values, width, height }: GreyPicture, threshold: number): number {
  let count = 0
  let dark = 0
  const look = (at: number): void => {
    count++
    if ((values[at] ?? 0) <= threshold) dark++
  }
  const lastRow = (height - 1) * width
  for (let x = 0; x < width; x++) {
    look(x)
    if (height > 1) look(lastRow + x)
  }
  for (let y = 1; y < height - 1; y++) {
    look(y * width)
    if (width > 1) look(y * width + width - 1)
  }
  return dark / count
}

/** For each shade 1 if it is ink, else 0. */
function inkTable({ lightOnDark, threshold }: Ink): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => (value > threshold === lightOnDark ? 1 : 0))
}

/** For each shade how much it is ink: 0 at the background's mean, 1 at the ink's. Small pictures are drawn larger by it. */
function inknessOf({ lightOnDark, means: [dark, light] }: Ink): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => {
    const lightness = Math.min(1, Math.max(0, (value - dark) / (light - dark)))
    return lightOnDark ? lightness : 1 - lightness
  })
}

/** Bilinear, and background outside of the picture. */
function interpolated(
  { values, width, height }: GreyPicture,
  inkness: Float32Array,
  x: number,
  y: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - left, y - top]
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= width || row >= height
      ? 0
      : (inkness[values[row * width + column] ?? 0] ?? 0)
  return (
    (1 - down) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
    down * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1))
  )
}

interface Placement {
  readonly scale: number
  readonly left: number
  readonly top: number
}

/** Both parts of Otsu's threshold have pixels, so there is ink. */
function boxOfInk({ values, width, height }: GreyPicture, isInk: Uint8Array): Box {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    const row = y * width
    let x = 0
    while (x < width && isInk[values[row + x] ?? 0] === 0) x++
    if (x === width) continue
    if (x < left) left = x
    x = width - 1
    while (isInk[values[row + x] ?? 0] === 0) x--
    if (x >= right) right = x + 1
    if (top === height) top = y
    bottom = y + 1
  }
  return { left, top, right, bottom }
}

/** How much ink falls on each pixel of the sheet, in pixels of the picture; each goes where its centre does. */
function inkCoverage(
  { values, width }: GreyPicture,
  isInk: Uint8Array,
  box: Box,
  { scale, left, top }: Placement,
): Float32Array {
  const coverage = new Float32Array(SHEET_SIDE * SHEET_SIDE)
  const columns = new Int32Array(box.right - box.left)
  for (let x = 0; x < columns.length; x++) columns[x] = Math.floor(left + (x + 0.5) * scale)
  for (let y = box.top; y < box.bottom; y++) {
    const row = Math.floor(top + (y + 0.5 - box.top) * scale) * SHEET_SIDE
    const from = y * width + box.left
    for (let x = 0; x < columns.length; x++) {
      if (isInk[values[from + x] ?? 0] === 0) continue
      const cell = row + (columns[x] ?? 0)
      coverage[cell] = (coverage[cell] ?? 0) + 1
    }
  }
  return coverage
}
