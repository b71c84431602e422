import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { encode } from 'fast-png'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../src-main/core/datasets/dataset'
import { makeStrokes } from '../src-main/core/datasets/strokes/make-strokes'
import { setUpright } from '../src-main/core/datasets/upright'
import { writeEmnist } from '../src-main/core/datasets/write-emnist'

/** As many of each of the 47 classes as EMNIST Balanced has: 112,800 and 18,800 images. */
const BALANCED = { trainPerClass: 2400, testPerClass: 400, seed: 1 }
const PICTURES = 2000
/** Rows of a CSV that are put together before they are written. */
const ROWS_AT_ONCE = 500
/** A picture is an image enlarged by so much. */
const ENLARGED = 8

/** The same images, drawn, in each form that a user may have them in. */
export interface DataFiles {
  readonly idx: string
  readonly idxGzip: string
  readonly csv: string
  readonly pictures: string
  readonly imageCount: number
  readonly pictureCount: number
}

export async function makeDataFiles(
  folder: string,
  progress: (line: string) => void,
): Promise<DataFiles> {
  const idx = join(folder, 'idx')
  const idxGzip = join(folder, 'idx-gzip')
  const csv = join(folder, 'csv')
  const pictures = join(folder, 'pictures')
  for (const made of [idx, idxGzip, csv, pictures]) await mkdir(made)
  progress('drawing as many images as EMNIST Balanced has')
  const dataset = { ...(await makeStrokes(BALANCED)), split: 'balanced' }
  progress('writing them as idx files, CSV files and pictures')
  await writeEmnist(idx, dataset)
  await compressFiles(idx, idxGzip)
  await writeCsv(join(csv, 'emnist-balanced-train.csv'), dataset, 0, dataset.trainCount)
  const count = dataset.labels.length
  await writeCsv(join(csv, 'emnist-balanced-test.csv'), dataset, dataset.trainCount, count)
  await writePictures(pictures, dataset)
  return { idx, idxGzip, csv, pictures, imageCount: count, pictureCount: PICTURES }
}

async function compressFiles(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    const bytes = await readFile(join(from, name))
    const isData = name.endsWith('-ubyte')
    await writeFile(
      join(to, isData ? `${name}.gz` : name),
      isData ? await promisify(gzip)(bytes) : bytes,
    )
  }
}

type Drawn = Pick<Dataset, 'images' | 'labels' | 'classes'>

/** As Kaggle has EMNIST: no header, the label, then the pixels as stored. */
async function writeCsv(path: string, dataset: Drawn, start: number, end: number): Promise<void> {
  const numbers = Array.from({ length: 256 }, (_, value) => String(value))
  function* rows(): Generator<string> {
    for (let first = start; first < end; first += ROWS_AT_ONCE) {
      const last = Math.min(end, first + ROWS_AT_ONCE)
      const stored = dataset.images.slice(first * PIXELS_PER_IMAGE, last * PIXELS_PER_IMAGE)
      setUpright(stored, 0, last - first)
      const texts = Array.from(stored, (value) => numbers[value])
      const lines = Array.from({ length: last - first }, (_, row) => {
        const label = dataset.classes[dataset.labels[first + row] ?? 0]?.label
        const pixels = texts.slice(row * PIXELS_PER_IMAGE, (row + 1) * PIXELS_PER_IMAGE)
        return `${label},${pixels.join(',')}\n`
      })
      yield lines.join('')
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(path))
}

async function writePictures(folder: string, { images, labels }: Drawn): Promise<void> {
  const side = ENLARGED * IMAGE_SIDE
  for (let index = 0; index < PICTURES; index++) {
    const image = images.subarray(index * PIXELS_PER_IMAGE, (index + 1) * PIXELS_PER_IMAGE)
    const data = Uint8Array.from({ length: side * side }, (_, at) => {
      const [row, column] = [Math.floor(at / side / ENLARGED), Math.floor((at % side) / ENLARGED)]
      return 255 - (image[row * IMAGE_SIDE + column] ?? 0)
    })
    const classFolder = join(folder, `class ${labels[index]}`)
    await mkdir(classFolder, { recursive: true })
    const picture = encode({ width: side, height: side, data, channels: 1 })
    await writeFile(join(classFolder, `${index}.png`), picture)
  }
}
