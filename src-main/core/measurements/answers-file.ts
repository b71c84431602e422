import { z } from 'zod'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import { GlyphlabError } from '../errors'
import { writeFileAtomically } from '../files/atomic-write'
import { sizeOf } from '../files/size-of'
import { KEPT_CLASSES, type ImageAnswers } from '../evaluation/image-answers'
import type { PlacedAnswers } from '../evaluation/paired-comparison'
import {
  readSafetensorsMetadata,
  readStoredTensors,
  safetensorsPieces,
  type StoredTensor,
} from '../safetensors/safetensors'

/** Which measurement answers belong to: what must be equal in its `.json`. */
const { dataset, part, run, measuredAt } = evaluationFileSchema.shape
const metadataSchema = z.object({
  schema: z.literal(1),
  dataset: dataset.pick({ name: true, split: true, fingerprint: true }),
  part,
  run,
  measuredAt,
  /** Where the data set was read: a name of the data home, or a folder. */
  source: z.string(),
  /** What was measured, in the user's words: the name of the file for predictions made elsewhere. */
  title: z.string().nullable(),
})
type AnswersMetadata = Readonly<z.infer<typeof metadataSchema>>

/** What was answered to each image of a measurement, and where its images are. */
export interface KeptAnswers extends PlacedAnswers {
  readonly source: string
  readonly title: string | null
}

/** What the values of an image take. */
const IMAGE_BYTES = 4 + 1 + KEPT_CLASSES * (1 + 4) + 4
/** Many times what the header takes. */
const HEADER_BYTES = 64 * 1024
/** Ten times what the largest data set has. */
const MOST_IMAGES = 10_000_000

/** The measurement that answers are of. */
export type AnsweredMeasurement = Pick<EvaluationFile, 'dataset' | 'part' | 'run' | 'measuredAt'>

/**
 * Writes what was answered to each image, `<measurement>.safetensors` beside its `.json`:
 *
 *     place               I32 [images]     in the files of the part: validation images are of `train`
 *     actual              U8  [images]     true class
 *     top                 U8  [images, 5]  the likeliest classes, the first is the one predicted
 *     probability         F32 [images, 5]  of these
 *     actual_probability  F32 [images]     of the true class
 *
 * Classes are indices. The metadata, JSON texts, say which measurement it is of.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`; the file is then as it was
 */
export async function writeAnswers(
  path: string,
  kept: KeptAnswers,
  measurement: AnsweredMeasurement,
): Promise<void> {
  const { name, split, fingerprint } = measurement.dataset
  const metadata: AnswersMetadata = {
    schema: 1,
    dataset: { name, split, fingerprint },
    part: measurement.part,
    run: measurement.run,
    measuredAt: measurement.measuredAt,
    source: kept.source,
    title: kept.title,
  }
  const texts = Object.entries(metadata).map(([key, value]): [string, string] => [
    key,
    JSON.stringify(value),
  ])
  await writeFileAtomically(path, safetensorsPieces(tensorsOf(kept), Object.fromEntries(texts)))
}

function tensorsOf({ places, answers }: PlacedAnswers): ReadonlyMap<string, StoredTensor> {
  const { actual, kept, top, probabilities, actualProbabilities } = answers
  const images = places.length
  return new Map<string, StoredTensor>([
    ['place', { shape: [images], values: places }],
    ['actual', { shape: [images], values: actual }],
    ['top', { shape: [images, kept], values: top }],
    ['probability', { shape: [images, kept], values: probabilities }],
    ['actual_probability', { shape: [images], values: actualProbabilities }],
  ])
}

/**
 * Reads what was answered to each image of a measurement.
 * @throws GlyphlabError `predictions-missing` where there is no such file, or it is of another measurement
 *   or damaged
 */
export async function readAnswers(path: string, measurement: EvaluationFile): Promise<KeptAnswers> {
  await requireItsSize(path, measurement.report.count)
  const { tensors, metadata: texts } = await unlessMissing(path, () => readStoredTensors(path))
  const { source, title } = ownMetadata(path, texts, measurement)
  const { count, perClass } = measurement.report
  const kept = Math.min(KEPT_CLASSES, perClass.length)
  const tensor = <Values>(
    name: string,
    type: abstract new (...parameters: never[]) => Values,
    shape: readonly number[],
  ): Values => {
    const found = tensors.get(name)
    const fits = found?.shape.join() === shape.join()
    if (fits && found?.values instanceof type) return found.values
    throw missing(`${path}: its ${name} does not fit the measurement`)
  }
  const answers: ImageAnswers = {
    actual: tensor('actual', Uint8Array, [count]),
    kept,
    top: tensor('top', Uint8Array, [count, kept]),
    probabilities: tensor('probability', Float32Array, [count, kept]),
    actualProbabilities: tensor('actual_probability', Float32Array, [count]),
  }
  const places = tensor('place', Int32Array, [count])
  requireSound(path, { places, answers }, measurement)
  return { places, answers, source, title }
}

/**
 * What a file says that it is of, from its header alone; null where there is none, it is of another
 * measurement, or it cannot be read.
 */
export async function answersTitle(
  path: string,
  measurement: AnsweredMeasurement & Pick<EvaluationFile['report'], 'count'>,
): Promise<Pick<KeptAnswers, 'title'> | null> {
  try {
    await requireItsSize(path, measurement.count)
    return ownMetadata(path, await readSafetensorsMetadata(path), measurement)
  } catch {
    return null
  }
}

/**
 * Where the data set was read that answers are of, by their header alone.
 * @throws GlyphlabError `predictions-missing` or `weights-invalid` where it cannot be read
 */
export async function answersSource(path: string): Promise<string> {
  return parseMetadata(path, await readSafetensorsMetadata(path)).source
}

/**
 * A file of answers as it would be had the data set been read elsewhere.
 * @throws GlyphlabError as {@link answersSource}
 */
export async function answersFrom(path: string, source: string): Promise<readonly Uint8Array[]> {
  const { tensors, metadata } = await readStoredTensors(path)
  parseMetadata(path, metadata)
  return safetensorsPieces(tensors, { ...metadata, source: JSON.stringify(source) })
}

/** Before it is read: a longer one is none of ours, and would fill the memory. */
async function requireItsSize(path: string, images: number): Promise<void> {
  const mostBytes = HEADER_BYTES + Math.min(images, MOST_IMAGES) * IMAGE_BYTES
  if (((await sizeOf(path)) ?? 0) > mostBytes)
    throw missing(`${path} is larger than what was answered to ${images} images`)
}

function ownMetadata(
  path: string,
  texts: Readonly<Record<string, string>>,
  { dataset, part, run, measuredAt }: AnsweredMeasurement,
): AnswersMetadata {
  const metadata = parseMetadata(path, texts)
  const isOwn =
    metadata.dataset.fingerprint === dataset.fingerprint &&
    metadata.part === part &&
    metadata.run === run &&
    metadata.measuredAt === measuredAt
  if (!isOwn) throw missing(`${path} is of another measurement`)
  return metadata
}

function parseMetadata(path: string, texts: Readonly<Record<string, string>>): AnswersMetadata {
  try {
    const values = Object.entries(texts).map(([key, text]): [string, unknown] => [
      key,
      JSON.parse(text),
    ])
    return metadataSchema.parse(Object.fromEntries(values))
  } catch (cause) {
    throw missing(`${path} does not say which measurement it is of`, cause)
  }
}

/** A file that was written by anybody is to mislead nobody: its classes are such, and it counts what the report does. */
function requireSound(
  path: string,
  { places, answers }: PlacedAnswers,
  { report }: EvaluationFile,
): void {
  const classes = report.perClass.length
  const isShare = (share: number) => share >= 0 && share <= 1
  const isSound =
    places.every((place) => place >= 0) &&
    answers.actual.every((index) => index < classes) &&
    answers.top.every((index) => index < classes) &&
    answers.probabilities.every(isShare) &&
    answers.actualProbabilities.every(isShare) &&
    countsAsReported(answers, report.confusion)
  if (!isSound) throw missing(`${path} does not agree with the measurement beside it`)
}

function countsAsReported(
  { actual, top, kept }: ImageAnswers,
  confusion: EvaluationFile['report']['confusion'],
): boolean {
  const classes = confusion.length
  const counts = new Int32Array(classes * classes)
  actual.forEach((index, image) => {
    const cell = index * classes + (top[image * kept] ?? 0)
    counts[cell] = (counts[cell] ?? 0) + 1
  })
  return confusion.every((row, index) =>
    row.every((count, predicted) => count === counts[index * classes + predicted]),
  )
}

async function unlessMissing<Found>(path: string, read: () => Promise<Found>): Promise<Found> {
  try {
    return await read()
  } catch (cause) {
    if (!(cause instanceof GlyphlabError)) throw cause
    const isThere = !/cannot be read \(E(NOENT|NOTDIR)\)/.test(cause.message)
    throw missing(isThere ? cause.message : 'what was answered to each image was not kept', cause)
  }
}

function missing(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('predictions-missing', message, undefined, { cause })
}
