import { imageOfInk } from '../../images/sketch-image'
import type { Random } from '../../random/random'
import { IMAGE_SIDE } from '../dataset'
import { between, countBetween } from './pieces'

/** So many pixels of a sheet for one of an image. */
const SCALE = 4
const ENLARGED_SIDE = SCALE * IMAGE_SIDE

/** What counts as ink when an image is inked anew, of 255: the higher, the finer the line. */
const THRESHOLDS = [45, 185] as const
/** And by how many pixels of the sheet lines become broader where they do. A line of EMNIST's has some 12. */
const MOST_BROADER = 5

/** A sheet in shades, on which enlarged images lie. */
interface Sheet {
  readonly values: Uint8Array
  readonly width: number
  readonly height: number
}

/** An image as with another pen, by the way of a sketch. @returns null where too fine a line has left nothing */
export function otherPen(image: Uint8Array, random: Random): Uint8Array | null {
  const sheet = emptySheet(ENLARGED_SIDE, ENLARGED_SIDE)
  lay(sheet, image, 0, 0)
  return inked(sheet, random)
}

/** Several images on top of one another. */
export function heapOf(images: readonly Uint8Array[], random: Random): Uint8Array | null {
  const margin = 5 * SCALE
  const sheet = emptySheet(ENLARGED_SIDE + 2 * margin, ENLARGED_SIDE + 2 * margin)
  for (const image of images)
    lay(sheet, image, random.integer(2 * margin + 1), random.integer(2 * margin + 1))
  return inked(sheet, random)
}

/** Several images side by side. */
export function rowOf(images: readonly Uint8Array[], random: Random): Uint8Array | null {
  const step = countBetween(random, 18, 26) * SCALE
  const sheet = emptySheet(step * (images.length - 1) + ENLARGED_SIDE, ENLARGED_SIDE + 4 * SCALE)
  images.forEach((image, at) => lay(sheet, image, at * step, random.integer(4 * SCALE + 1)))
  return inked(sheet, random)
}

function emptySheet(width: number, height: number): Sheet {
  return { values: new Uint8Array(width * height), width, height }
}

/** Lays an image onto a sheet, bilinear; where several lie, the darkest shows. */
function lay({ values, width }: Sheet, image: Uint8Array, left: number, top: number): void {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= IMAGE_SIDE || y >= IMAGE_SIDE ? 0 : (image[y * IMAGE_SIDE + x] ?? 0)
  for (let row = 0; row < ENLARGED_SIDE; row++) {
    const y = (row + 0.5) / SCALE - 0.5
    const [above, down] = [Math.floor(y), y - Math.floor(y)]
    for (let column = 0; column < ENLARGED_SIDE; column++) {
      const x = (column + 0.5) / SCALE - 0.5
      const [before, right] = [Math.floor(x), x - Math.floor(x)]
      const value =
        (1 - down) * ((1 - right) * at(before, above) + right * at(before + 1, above)) +
        down * ((1 - right) * at(before, above + 1) + right * at(before + 1, above + 1))
      const place = (top + row) * width + left + column
      values[place] = Math.max(values[place] ?? 0, value)
    }
  }
}

function inked(sheet: Sheet, random: Random): Uint8Array | null {
  const threshold = between(random, ...THRESHOLDS)
  const ink = sheet.values.map((value) => (value > threshold ? 1 : 0))
  const broader = random.uniform() < 0.4 ? random.integer(MOST_BROADER + 1) : 0
  const { width, height } = sheet
  const made =
    broader === 0
      ? imageOfInk(ink, width, height)
      : imageOfInk(...broadened(ink, width, height, broader))
  return made && made.seen
}

/** Ink with all that is near it, on a sheet with so much more room around. */
function broadened(
  ink: Uint8Array,
  width: number,
  height: number,
  radius: number,
): readonly [ink: Uint8Array, width: number, height: number] {
  const [wide, high] = [width + 2 * radius, height + 2 * radius]
  const broad = new Uint8Array(wide * high)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x] !== 1) continue
      for (let down = -radius; down <= radius; down++) {
        const half = Math.floor(Math.sqrt(radius * radius - down * down))
        const from = (y + radius + down) * wide + x + radius
        broad.fill(1, from - half, from + half + 1)
      }
    }
  return [broad, wide, high]
}
