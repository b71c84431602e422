import { className } from '../../../../src-preload/contract/class-name'
import type { Correction, DatasetPart, ImagePlace } from '../../../../src-preload/contract/dataset'
import { grouped } from '../../number-text'
import { classCounts } from '../class-shares'
import { PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { partRange, type OriginalPositions } from '../image-place'
import { placeName, type CorrectionsState } from './corrections-state'

export interface CorrectedDataset {
  readonly dataset: Dataset
  /** Null where no image was left out: each is where it was. */
  readonly originals: OriginalPositions | null
}

/**
 * A data set with corrections: excluded images are not there, labels are as corrected, classes as they
 * were. The data set itself stays as it is. Where nothing is excluded both have the same images in memory.
 *
 * @param state corrections without a {@link correctionProblem} or a {@link stateProblem}
 */
export function applyCorrections(dataset: Dataset, state: CorrectionsState): CorrectedDataset {
  const { images, labels, classes, trainCount, testCount } = dataset
  const classOfLabel = new Map(classes.map(({ label }, index) => [label, index]))
  const corrected = Int32Array.from(labels)
  const isExcluded = new Uint8Array(labels.length)
  const excluded = { train: 0, test: 0 }
  for (const correction of state.values()) {
    const position = positionOf(correction, dataset)
    if (correction.kind === 'relabel')
      corrected[position] = classOfLabel.get(correction.label) ?? -1
    else {
      isExcluded[position] = 1
      excluded[correction.part] += 1
    }
  }
  if (excluded.train + excluded.test === 0)
    return { dataset: { ...dataset, labels: corrected }, originals: null }

  const positions = Int32Array.from(labels, (_, position) => position).filter(
    (position) => isExcluded[position] === 0,
  )
  return {
    dataset: {
      ...dataset,
      images: imagesAt(images, positions),
      labels: positions.map((position) => corrected[position] ?? 0),
      trainCount: trainCount - excluded.train,
      testCount: testCount - excluded.test,
    },
    originals: { trainCount, positions },
  }
}

/** Copies images run by run, so that a few that are missing cost next to nothing. */
function imagesAt(images: Uint8Array<ArrayBuffer>, positions: Int32Array): Uint8Array<ArrayBuffer> {
  const copied = new Uint8Array(positions.length * PIXELS_PER_IMAGE)
  let runStart = 0
  for (let at = 1; at <= positions.length; at++) {
    const first = positions[runStart] ?? 0
    if (at < positions.length && positions[at] === first + at - runStart) continue
    const run = images.subarray(
      first * PIXELS_PER_IMAGE,
      (first + at - runStart) * PIXELS_PER_IMAGE,
    )
    copied.set(run, runStart * PIXELS_PER_IMAGE)
    runStart = at
  }
  return copied
}

/** What is wrong with one correction of a data set, as a part of a sentence; null where nothing is. */
export function correctionProblem(correction: Correction, dataset: Dataset): string | null {
  const { start, end } = partRange(dataset, correction.part)
  const count = end - start
  if (correction.index >= count)
    return (
      `there is no image ${placeName(correction)}: ` +
      `the ${partName(correction.part)} part has ${grouped(count)}, the first is 0`
    )
  if (correction.kind !== 'relabel') return null
  const { classes } = dataset
  return classes.some(({ label }) => label === correction.label)
    ? null
    : `there is no class of label ${correction.label}: ` +
        `the ${classes.length} labels run from ${classes[0]?.label} to ${classes.at(-1)?.label}`
}

/**
 * What nothing could be trained or measured with, as a part of a sentence: a class that loses its last
 * training image, or a test part its last image. Null where all is well.
 */
export function stateProblem(state: CorrectionsState, dataset: Dataset): string | null {
  const { labels, classes, trainCount, testCount } = dataset
  const before = classCounts(labels.subarray(0, trainCount), classes.length)
  const after = Int32Array.from(before)
  let tested = testCount
  const count = (index: number, change: number): void => {
    after[index] = (after[index] ?? 0) + change
  }
  for (const correction of state.values()) {
    if (correction.part === 'train') {
      count(labels[positionOf(correction, dataset)] ?? -1, -1)
      if (correction.kind === 'relabel')
        count(
          classes.findIndex(({ label }) => label === correction.label),
          1,
        )
    } else if (correction.kind === 'exclude') tested -= 1
  }
  const emptied = classes.find((_, index) => after[index] === 0 && before[index] !== 0)
  if (emptied) return `class ${className(emptied.characters)} would have no training image left`
  return tested === 0 && testCount > 0 ? 'the test part would have no image left' : null
}

/** The position among all images of a data set without corrections. */
export function positionOf({ part, index }: ImagePlace, dataset: Dataset): number {
  return partRange(dataset, part).start + index
}

function partName(part: DatasetPart): string {
  return part === 'train' ? 'training' : 'test'
}
