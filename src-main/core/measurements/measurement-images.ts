import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import type {
  ImageQuery,
  MeasurementRef,
  PredictedImage,
} from '../../../src-preload/contract/measurement'
import type { OpenDataset } from '../datasets/open-dataset'
import { errorData, GlyphlabError } from '../errors'
import type { KeptAnswers } from './answers-file'
import { openMeasuredDataset, pixelsAt, type MeasuredDatasetOptions } from './measured-pixels'
import type { MeasurementReader } from './measurement-reader'
import { selectImages } from './select-images'

export interface ImagesWanted {
  readonly ref: MeasurementRef
  readonly query: ImageQuery
  readonly offset: number
  readonly limit: number
}

/**
 * Some images of a measurement, and what was answered to each.
 * @throws GlyphlabError `measurement-missing` or `predictions-missing`; where the data set is not there any
 *   more, that is said instead of the pixels
 */
export async function measurementImages(
  { ref, query, offset, limit }: ImagesWanted,
  reader: MeasurementReader,
  options: MeasuredDatasetOptions,
): Promise<Result<'measurements.images'>> {
  const evaluation = reader.evaluation(options.home, ref)
  const kept = await reader.answers(options.home, ref)
  const selected = selectImages(kept.answers, query)
  const data = await openOrWhyNot(evaluation, kept, options)
  const images = selected
    .slice(offset, offset + limit)
    .map((image) => predictedImage(image, kept, evaluation.part, data))
  return {
    total: selected.length,
    images,
    pixelsMissing: data instanceof GlyphlabError ? errorData(data) : null,
  }
}

async function openOrWhyNot(
  evaluation: EvaluationFile,
  kept: KeptAnswers,
  options: MeasuredDatasetOptions,
): Promise<OpenDataset | GlyphlabError> {
  try {
    return await openMeasuredDataset(evaluation, kept, options)
  } catch (error) {
    if (error instanceof GlyphlabError) return error
    throw error
  }
}

function predictedImage(
  image: number,
  { places, answers }: KeptAnswers,
  part: EvaluationFile['part'],
  data: OpenDataset | GlyphlabError,
): PredictedImage {
  const index = places[image] ?? 0
  const { kept, top, probabilities } = answers
  const pixels = data instanceof GlyphlabError ? null : pixelsAt(data, part, index)
  return {
    // A validation part is one of the images to train with.
    place: { part: part === 'test' ? 'test' : 'train', index },
    actual: answers.actual[image] ?? 0,
    top: Array.from({ length: kept }, (_, place) => ({
      class: top[image * kept + place] ?? 0,
      probability: probabilities[image * kept + place] ?? 0,
    })),
    actualProbability: answers.actualProbabilities[image] ?? 0,
    pixels: pixels && base64(pixels),
  }
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
