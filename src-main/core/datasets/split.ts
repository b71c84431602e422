import { GlyphlabError } from '../errors'
import { createRandom } from '../random/random'
import { apportion } from './apportion'
import type { Dataset } from './dataset'

export interface SplitOptions {
  /** Share of the training part to hold out, or `official`: its last images, as many as the test part has. */
  readonly validation: number | 'official'
  /** Alone decides which images are taken, so runs that differ in seed share their validation part. */
  readonly splitSeed: number
  /** Use only this many images of the training part; null takes all. */
  readonly limit: number | null
}

/** Indices into the training part, each in file order. */
export interface TrainingSplit {
  readonly train: Int32Array<ArrayBuffer>
  readonly validation: Int32Array<ArrayBuffer>
}

type SplitSource = Pick<Dataset, 'classes' | 'labels' | 'trainCount' | 'testCount'>

/**
 * Parts the training part into images to learn from and images to steer by.
 *
 * `limit` first takes a stratified subset. A share then holds out a stratified part of it: of `n` images
 * round(share * n), by largest remainder, while every class with two images or more keeps one on each
 * side (which comes first where both cannot be had) and a lone image stays in training. A larger share
 * holds out what a smaller one does and more. `official` holds out those of the subset that are among the
 * last `testCount` images of the file (Cohen et al. 2017: a validation portion as large as the test part).
 *
 * @throws GlyphlabError `usage` where one side would be empty
 */
export function splitTrainingPart(dataset: SplitSource, options: SplitOptions): TrainingSplit {
  const { validation, splitSeed, limit } = options
  const used = limitedSubset(dataset, limit, splitSeed)
  const split =
    validation === 'official'
      ? officialSplit(dataset, used)
      : stratifiedSplit(dataset, used, validation, splitSeed)
  if (split.train.length === 0 || split.validation.length === 0) {
    throw new GlyphlabError(
      'usage',
      `validation ${validation} of ${used.length} training images leaves ` +
        `${split.train.length} to learn from and ${split.validation.length} to validate with`,
      'Choose another --validation (0.1 holds out a tenth), a larger --limit or a larger data set.',
    )
  }
  return split
}

function limitedSubset(
  { classes, labels, trainCount }: SplitSource,
  limit: number | null,
  splitSeed: number,
): Int32Array<ArrayBuffer> {
  const all = Int32Array.from({ length: trainCount }, (_, index) => index)
  if (limit === null || limit >= trainCount) return all
  // Two of each class where there is room, so that none is missing from either side.
  const least = limit >= 2 * classes.length ? 2 : 0
  const groups = shuffledByClass(all, labels, classes.length, splitSeed, 'limit')
  const places = apportion(
    groups.map(({ length }) => length),
    limit,
    (size) => ({
      least: Math.min(least, size),
      most: size,
    }),
  )
  return inFileOrder(groups.map((group, index) => group.subarray(0, places[index])))
}

function stratifiedSplit(
  { classes, labels }: SplitSource,
  used: Int32Array<ArrayBuffer>,
  share: number,
  splitSeed: number,
): TrainingSplit {
  const groups = shuffledByClass(used, labels, classes.length, splitSeed, 'validation')
  const places = apportion(
    groups.map(({ length }) => length),
    Math.round(share * used.length),
    (size) => (size >= 2 ? { least: 1, most: size - 1 } : { least: 0, most: 0 }),
  )
  return {
    train: inFileOrder(groups.map((group, index) => group.subarray(places[index]))),
    validation: inFileOrder(groups.map((group, index) => group.subarray(0, places[index]))),
  }
}

function officialSplit(
  { trainCount, testCount }: SplitSource,
  used: Int32Array<ArrayBuffer>,
): TrainingSplit {
  const boundary = trainCount - testCount
  return {
    train: used.filter((index) => index < boundary),
    validation: used.filter((index) => index >= boundary),
  }
}

/** The images of each class in a random order that depends on seed, purpose, class and their number. */
function shuffledByClass(
  indices: Int32Array,
  labels: Int32Array,
  classCount: number,
  splitSeed: number,
  purpose: 'limit' | 'validation',
): Int32Array<ArrayBuffer>[] {
  const groups: number[][] = Array.from({ length: classCount }, () => [])
  for (const index of indices) groups[labels[index] ?? -1]?.push(index)
  return groups.map((group, classIndex) => {
    const shuffled = Int32Array.from(group)
    createRandom(splitSeed, purpose, classIndex).shuffle(shuffled)
    return shuffled
  })
}

function inFileOrder(groups: readonly Int32Array[]): Int32Array<ArrayBuffer> {
  return Int32Array.from(groups.flatMap((group) => [...group])).sort()
}
