import { placeOf } from '../datasets/image-place'
import type { OpenDataset } from '../datasets/open-dataset'
import type { ImageAnswers } from '../evaluation/image-answers'
import type { KeptAnswers } from './answers-file'

/** What is to be kept of a measurement besides its report. */
export interface AnswersOfImages {
  /** Where the data set was read, and which of its images were left out. */
  readonly data: Pick<OpenDataset, 'source' | 'originals' | 'dataset'>
  /** Of the images measured, among all of the data set. */
  readonly indices: Int32Array
  readonly answers: ImageAnswers
  /** Of predictions made elsewhere. */
  readonly title?: string
}

/** With the places of the images in the files: those stay when corrections come and go. */
export function keptAnswers({ data, indices, answers, title }: AnswersOfImages): KeptAnswers {
  const { dataset, originals, source } = data
  const places = indices.map((position) => placeOf(position, dataset, originals).index)
  return { places, answers, source, title: title ?? null }
}
