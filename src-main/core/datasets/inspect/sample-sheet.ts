import { encode } from 'fast-png'
import type {
  DatasetPart,
  SheetCell,
  SheetGeometry,
  SheetRequest,
} from '../../../../src-preload/contract/dataset'
import { assertNever } from '../../errors'
import { createRandom } from '../../random/random'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { partRange, placeOf, type OriginalPositions } from '../image-place'
import { meanImages } from './mean-images'

/** Each pixel of an image becomes a square of so many. */
const SCALE = 2
const SIDE = SCALE * IMAGE_SIDE
const MARGIN = 4
const PITCH = SIDE + MARGIN

/** Most that a sheet shows of each class, and of one class alone: 37 million pixels at 256 classes. */
export const GREATEST_SAMPLES = { classes: 40, class: 2500 } as const

export interface Sheet extends SheetGeometry {
  /** Of 8 bits, grey, dark ink on white. */
  readonly png: Uint8Array<ArrayBuffer>
}

interface DrawnCell extends SheetCell {
  /** `[28, 28]`, 255 is ink. */
  readonly image: Uint8Array
}

/**
 * Draws images of a data set as a PNG, and says what is where. Which images are drawn depends on the seed
 * and on how many images each class has; they come in file order. Of more than {@link GREATEST_SAMPLES}
 * only so many are shown.
 *
 * @param originals where the images of a data set with corrections were before; places are told by it
 */
export function sampleSheet(
  dataset: Dataset,
  request: SheetRequest,
  originals: OriginalPositions | null = null,
): Sheet {
  const cells = cellsOf(dataset, request, originals)
  const rows = 1 + Math.max(0, ...cells.map(({ row }) => row))
  const columns = 1 + Math.max(0, ...cells.map(({ column }) => column))
  const [width, height] = [MARGIN + columns * PITCH, MARGIN + rows * PITCH]
  const data = new Uint8Array(width * height).fill(255)
  for (const cell of cells) draw(data, width, cell)
  return {
    png: Uint8Array.from(encode({ width, height, data, channels: 1, depth: 8 })),
    ...{ width, height, margin: MARGIN, pitch: PITCH, side: SIDE },
    cells: cells.map(({ row, column, label, place }) => ({ row, column, label, place })),
  }
}

function cellsOf(
  dataset: Dataset,
  request: SheetRequest,
  originals: OriginalPositions | null,
): DrawnCell[] {
  const { classes } = dataset
  const cell = (label: number, position: number) => ({
    label: classes[label]?.label ?? 0,
    place: placeOf(position, dataset, originals),
    image: dataset.images.subarray(position * PIXELS_PER_IMAGE, (position + 1) * PIXELS_PER_IMAGE),
  })
  switch (request.kind) {
    case 'classes': {
      const samples = Math.min(request.samples, GREATEST_SAMPLES.classes)
      return classes.flatMap((_, row) =>
        drawnPositions(dataset, request, row, samples).map((position, column) => ({
          ...{ row, column },
          ...cell(row, position),
        })),
      )
    }
    case 'class': {
      const samples = Math.min(request.samples, GREATEST_SAMPLES.class)
      const positions = drawnPositions(dataset, request, request.class, samples)
      return inSquare(positions.map((position) => cell(request.class, position)))
    }
    case 'means': {
      const means = meanImages(dataset, request.part)
      return inSquare(
        means.flatMap((image, label) =>
          image ? [{ label: classes[label]?.label ?? 0, place: null, image }] : [],
        ),
      )
    }
    default:
      return assertNever(request)
  }
}

/** Positions of some images of a class, chosen by the seed, in order. */
function drawnPositions(
  dataset: Dataset,
  { part, seed }: { readonly part: DatasetPart; readonly seed: number },
  label: number,
  samples: number,
): number[] {
  const { start, end } = partRange(dataset, part)
  const positions: number[] = []
  for (let position = start; position < end; position++)
    if (dataset.labels[position] === label) positions.push(position)
  const shuffled = createRandom(seed, `sheet-${part}`, label).shuffle(Int32Array.from(positions))
  return [...shuffled.subarray(0, samples).sort()]
}

function inSquare<T>(cells: readonly T[]): (T & { row: number; column: number })[] {
  const columns = Math.ceil(Math.sqrt(cells.length))
  return cells.map((cell, at) => ({
    ...cell,
    row: Math.floor(at / columns),
    column: at % columns,
  }))
}

function draw(data: Uint8Array, width: number, { row, column, image }: DrawnCell): void {
  const [top, left] = [MARGIN + row * PITCH, MARGIN + column * PITCH]
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const pixel = Math.floor(y / SCALE) * IMAGE_SIDE + Math.floor(x / SCALE)
      data[(top + y) * width + left + x] = 255 - (image[pixel] ?? 0)
    }
}
