import type { DuplicatesReport } from '../../../../src-preload/contract/dataset'
import { PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { placeOf, type OriginalPositions } from '../image-place'
import { firstEqualImages } from './equal-images'

/** What a screen can show; the figures count all. */
const LISTED_GROUPS = 500
const LISTED_PLACES = 50

export interface InspectOptions {
  /** Where the images of a data set with corrections were before; places are told by it. */
  readonly originals?: OriginalPositions | null
  readonly signal?: AbortSignal | undefined
}

/** Positions of images that are alike, in order. */
type Group = readonly number[]

/**
 * Images that occur more than once, bit for bit: within a part, in both (leakage), and under different
 * labels (conflicts).
 *
 * @throws the signal's reason when aborted
 */
export async function findDuplicates(
  dataset: Dataset,
  { originals = null, signal }: InspectOptions = {},
): Promise<DuplicatesReport> {
  const { labels, classes, trainCount, testCount } = dataset
  const groups = groupsOf(await firstEqualImages(dataset, signal))
  const inTrain = (group: Group) => group.filter((position) => position < trainCount).length
  const labelsOf = (group: Group) => new Set(group.map((position) => labels[position]))
  const isConflict = (group: Group) => labelsOf(group).size > 1
  const isLeak = (group: Group) => inTrain(group) > 0 && inTrain(group) < group.length

  const leaks = groups.filter(isLeak)
  const leakedTrain = sum(leaks, inTrain)
  const leakedTest = sum(leaks, (group) => group.length) - leakedTrain
  const conflicts = groups.filter(isConflict)
  const urgency = (group: Group) => (isConflict(group) ? 0 : isLeak(group) ? 1 : 2)
  return {
    train: repeated(groups.map(inTrain)),
    test: repeated(groups.map((group) => group.length - inTrain(group))),
    leakage: {
      groups: leaks.length,
      trainImages: leakedTrain,
      testImages: leakedTest,
      testShare: testCount === 0 ? null : leakedTest / testCount,
    },
    conflicts: { groups: conflicts.length, images: sum(conflicts, (group) => group.length) },
    blank: countBlank(dataset),
    groups: groups
      .toSorted((a, b) => urgency(a) - urgency(b))
      .slice(0, LISTED_GROUPS)
      .map((group) => ({
        images: group.length,
        blank: isBlank(dataset, group[0] ?? 0),
        places: group.slice(0, LISTED_PLACES).map((position) => ({
          ...placeOf(position, dataset, originals),
          label: classes[labels[position] ?? -1]?.label ?? 0,
        })),
      })),
    groupCount: groups.length,
  }
}

/** The groups of two images and more, in the order of their first ones. */
function groupsOf(firsts: Int32Array): Group[] {
  const groups = new Map<number, number[]>()
  firsts.forEach((first, position) => {
    if (first === position) return
    const group = groups.get(first)
    if (group) group.push(position)
    else groups.set(first, [first, position])
  })
  return [...groups.values()].sort(([a = 0], [b = 0]) => a - b)
}

/** @param sizes how many images of each group the part has */
function repeated(sizes: readonly number[]): DuplicatesReport['train'] {
  const within = sizes.filter((size) => size > 1)
  const images = sum(within, (size) => size)
  return { groups: within.length, images, surplus: images - within.length }
}

function countBlank(dataset: Dataset): DuplicatesReport['blank'] {
  const counts = { train: 0, test: 0 }
  for (let position = 0; position < dataset.labels.length; position++)
    if (isBlank(dataset, position)) counts[position < dataset.trainCount ? 'train' : 'test'] += 1
  return counts
}

function isBlank({ images }: Pick<Dataset, 'images'>, position: number): boolean {
  const start = position * PIXELS_PER_IMAGE
  for (let at = start + 1; at < start + PIXELS_PER_IMAGE; at++)
    if (images[at] !== images[start]) return false
  return true
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0)
}
