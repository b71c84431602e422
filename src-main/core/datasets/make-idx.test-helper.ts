import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createRandom, type Random } from '../random/random'
import { IMAGE_SIDE, PIXELS_PER_IMAGE } from './dataset'
import { idxBytes } from './idx-bytes'
import { setUpright } from './upright'

export interface MadeEmnist {
  /** How many, at most 62; they are called 0-9, A-Z, a-z. */
  readonly classes: number
  /** Images of each class, or of each in turn. */
  readonly trainPerClass: number | readonly number[]
  readonly testPerClass: number | readonly number[]
  readonly seed: number
  /** `balanced` where left out. */
  readonly split?: string
  /** Compressed, with names that end in `.gz`; true where left out. */
  readonly gzip?: boolean
}

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Writes a folder with EMNIST's file names and made images that a network can learn: each class is a
 * pattern of three blobs of its own, moved by up to two pixels, with noise. The classes come mixed.
 */
export async function writeEmnistFolder(folder: string, made: MadeEmnist): Promise<void> {
  const { classes, seed, split = 'balanced', gzip = true } = made
  await mkdir(folder, { recursive: true })
  const mapping = [...CHARACTERS.slice(0, classes)].map(
    (character, label) => `${label} ${character.charCodeAt(0)}\n`,
  )
  await writeFile(join(folder, `emnist-${split}-mapping.txt`), mapping.join(''))
  for (const part of ['train', 'test'] as const) {
    const perClass = part === 'train' ? made.trainPerClass : made.testPerClass
    const { images, labels } = makePart(classes, perClass, createRandom(seed, `made-${part}`))
    setUpright(images, 0, labels.length) // Transposing twice gives the same: here from upright to stored.
    const write = async (name: string, bytes: Buffer): Promise<void> =>
      writeFile(
        join(folder, `emnist-${split}-${part}-${name}-ubyte${gzip ? '.gz' : ''}`),
        gzip ? gzipSync(bytes, { level: 1 }) : bytes,
      )
    await write('images-idx3', idxBytes('images', [labels.length, IMAGE_SIDE, IMAGE_SIDE], images))
    await write('labels-idx1', idxBytes('labels', [labels.length], Uint8Array.from(labels)))
  }
}

interface MadePart {
  /** `[count, 28, 28]`, upright */
  readonly images: Uint8Array
  readonly labels: Int32Array
}

function makePart(classes: number, perClass: number | readonly number[], random: Random): MadePart {
  const labels = Int32Array.from(
    Array.from({ length: classes }, (_, label) => {
      const count = typeof perClass === 'number' ? perClass : (perClass[label] ?? 0)
      return new Array<number>(count).fill(label)
    }).flat(),
  )
  random.shuffle(labels)
  const images = new Uint8Array(labels.length * PIXELS_PER_IMAGE)
  labels.forEach((label, index) => {
    const first = index * PIXELS_PER_IMAGE
    drawImage(images.subarray(first, first + PIXELS_PER_IMAGE), label, random)
  })
  return { images, labels }
}

function drawImage(image: Uint8Array, label: number, random: Random): void {
  // The pattern depends on the class alone: train and test parts, and all seeds, show the same ones.
  const pattern = createRandom(label, 'made-pattern')
  const moveRow = random.integer(5) - 2
  const moveColumn = random.integer(5) - 2
  const blobs = Array.from({ length: 3 }, () => ({
    row: 5 + 18 * pattern.uniform() + moveRow,
    column: 5 + 18 * pattern.uniform() + moveColumn,
    spread: 1.5 + 2 * pattern.uniform(),
  }))
  for (let pixel = 0; pixel < PIXELS_PER_IMAGE; pixel++) {
    const row = Math.floor(pixel / IMAGE_SIDE)
    const column = pixel % IMAGE_SIDE
    const ink = blobs.reduce((sum, blob) => {
      const squared = (row - blob.row) ** 2 + (column - blob.column) ** 2
      return sum + Math.exp(-squared / (2 * blob.spread ** 2))
    }, 0)
    image[pixel] = Math.min(255, Math.floor(220 * Math.min(ink, 1) + 35 * random.uniform()))
  }
}
