import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { GlyphlabError } from '../errors'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type CharacterClass, type Dataset } from './dataset'
import { findEmnistFiles } from './emnist-files'
import { parseMapping } from './emnist-mapping'
import { readIdx } from './zz-idx'
import { setUpright } from './upright'

/** Keeps the images below 2 GiB; more than three times ByClass, the largest of EMNIST. */
const GREATEST_IMAGE_COUNT = Math.floor((2 ** 31 - 1) / PIXELS_PER_IMAGE)

/**
 * Reads a folder with EMNIST's file names (`emnist-<split>-{train,test}-{images-idx3,labels-idx1}-ubyte`,
 * with or without `.gz`, and `emnist-<split>-mapping.txt`), any split. Little more memory than the images
 * themselves is ever held.
 *
 * @param options.split which split to read where the folder holds several
 * @throws GlyphlabError `dataset-missing` where files are not there, `dataset-invalid` where they are not
 *   what they should be; one line that names the file, what was found and what was expected
 */
export async function readEmnist(
  folder: string,
  options: { readonly split?: string } = {},
): Promise<Dataset> {
  const files = await findEmnistFiles(folder, options.split)
  const classes = await readMapping(files.mapping)
  const trainLabels = await readLabels(files.train.labels)
  const testLabels = await readLabels(files.test.labels)
  const trainCount = trainLabels.length
  const count = trainCount + testLabels.length
  if (count > GREATEST_IMAGE_COUNT) {
    throw new GlyphlabError(
      'dataset-invalid',
      `${folder}: ${count} images, expected at most ${GREATEST_IMAGE_COUNT}`,
      'Use a part of the data set.',
    )
  }

  const labels = new Int32Array(count)
  const classOfLabel = classIndices(classes)
  fillLabels(labels.subarray(0, trainCount), trainLabels, classOfLabel, classes, files.train.labels)
  fillLabels(labels.subarray(trainCount), testLabels, classOfLabel, classes, files.test.labels)

  const images = new Uint8Array(count * PIXELS_PER_IMAGE)
  const readParts = await Promise.allSettled([
    readImages(files.train.images, images.subarray(0, trainCount * PIXELS_PER_IMAGE)),
    readImages(files.test.images, images.subarray(trainCount * PIXELS_PER_IMAGE)),
  ])
  // Both have ended before the first fault is told, so none goes on reading behind an error.
  for (const part of readParts) if (part.status === 'rejected') throw part.reason

  return {
    name: basename(resolve(folder)),
    split: files.split,
    classes,
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    images,
    labels,
    trainCount,
    testCount: testLabels.length,
  }
}

async function readMapping(path: string): Promise<CharacterClass[]> {
  let text: string
  try {
    if (!(await stat(path)).isFile()) throw new Error('is no file')
    text = await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new GlyphlabError('dataset-invalid', `${path}: cannot be read (${reason})`, undefined, {
      cause: error,
    })
  }
  return parseMapping(text, path)
}

async function readLabels(path: string): Promise<Uint8Array> {
  let labels = new Uint8Array(0)
  await readIdx(path, 'labels', ([count = 0]) => {
    if (count === 0) throw new GlyphlabError('dataset-invalid', `${path}: holds no labels`)
    labels = new Uint8Array(count)
    return { data: labels }
  })
  return labels
}

/** The class index of each possible label, -1 where there is none. */
function classIndices(classes: readonly CharacterClass[]): Int32Array {
  const indices = new Int32Array(256).fill(-1)
  classes.forEach(({ label }, index) => (indices[label] = index))
  return indices
}

function fillLabels(
  target: Int32Array,
  labels: Uint8Array,
  classOfLabel: Int32Array,
  classes: readonly CharacterClass[],
  path: string,
): void {
  labels.forEach((label, position) => {
    const index = classOfLabel[label] ?? -1
    if (index < 0) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${path}: label ${label} at position ${position} (the first is 0) is not in the mapping, ` +
          `whose ${classes.length} labels run from ${classes[0]?.label} to ${classes.at(-1)?.label}`,
      )
    }
    target[position] = index
  })
}

/** Reads one part's images into `target`, `[count, 28, 28]`, whose count the labels gave. */
async function readImages(path: string, target: Uint8Array): Promise<void> {
  const expectedCount = target.length / PIXELS_PER_IMAGE
  let uprightCount = 0
  await readIdx(path, 'images', ([count = 0, height = 0, width = 0]) => {
    if (height !== IMAGE_SIDE || width !== IMAGE_SIDE) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${path}: images of ${height}x${width} pixels, expected ${IMAGE_SIDE}x${IMAGE_SIDE}`,
      )
    }
    if (count !== expectedCount) {
      throw new GlyphlabError(
        'dataset-invalid',
        `${path}: ${count} images, but its label file has ${expectedCount} labels`,
      )
    }
    return {
      data: target,
      onFilled: (byteCount) => {
        const whole = Math.floor(byteCount / PIXELS_PER_IMAGE)
        setUpright(target, uprightCount, whole)
        uprightCount = whole
      },
    }
  })
}
