import type { DatasetPart } from '../../../src-preload/contract/dataset'
import type { OwnDataset } from './corrections/corrections-log'
import {
  placeName,
  type CorrectionsState,
  type StandingCorrection,
} from './corrections/corrections-state'
import { PIXELS_PER_IMAGE } from './dataset'
import { partRange } from './image-place'

/** Which images of a data set, as its files have them. */
export interface ImagesWanted {
  readonly part: DatasetPart
  /** The label of one class, as the files have it; null for all. */
  readonly label: number | null
  readonly correctedOnly: boolean
  readonly offset: number
  readonly limit: number
}

/** An image as it lies in the files, and what the user thinks of it. */
export interface ImageInFiles {
  /** In its part. */
  readonly index: number
  readonly label: number
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly correction: StandingCorrection | null
}

/** Images in file order, a page of all that are wanted. */
export function imagesOf(
  { dataset }: OwnDataset,
  state: CorrectionsState,
  { part, label, correctedOnly, offset, limit }: ImagesWanted,
): { readonly total: number; readonly images: readonly ImageInFiles[] } {
  const { images, labels, classes } = dataset
  const { start, end } = partRange(dataset, part)
  const wantedClass = classes.findIndex((each) => each.label === label)
  const isWanted = (position: number) => label === null || labels[position] === wantedClass
  const positions = correctedOnly
    ? correctedPositions(state, part, start).filter(isWanted)
    : positionsBetween(start, end, isWanted)
  return {
    total: positions.length,
    images: positions.slice(offset, offset + limit).map((position) => ({
      index: position - start,
      label: classes[labels[position] ?? -1]?.label ?? 0,
      pixels: images.slice(position * PIXELS_PER_IMAGE, (position + 1) * PIXELS_PER_IMAGE),
      correction: state.get(placeName({ part, index: position - start })) ?? null,
    })),
  }
}

function positionsBetween(
  start: number,
  end: number,
  isWanted: (position: number) => boolean,
): number[] {
  const positions: number[] = []
  for (let position = start; position < end; position++)
    if (isWanted(position)) positions.push(position)
  return positions
}

function correctedPositions(state: CorrectionsState, part: DatasetPart, start: number): number[] {
  return [...state.values()]
    .filter((correction) => correction.part === part)
    .map(({ index }) => start + index)
    .sort((a, b) => a - b)
}
