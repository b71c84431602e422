import { existsSync } from 'node:fs'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import type { Dataset } from '../datasets/dataset'
import type { OpenDataset } from '../datasets/open-dataset'
import { splitTrainingPart } from '../datasets/split'
import { applyAdjustment } from '../evaluation/adjustment'
import { keptAnswers } from '../measurements/kept-answers'
import type { KeptAnswers } from '../measurements/answers-file'
import type { Scores } from '../evaluation/scores'
import { errorData, GlyphlabError } from '../errors'
import { architectureTitle } from '../models/architectures'
import { isShippedFolder } from '../recognition/built-in'
import type { TensorFlow } from '../tensorflow/runtime'
import { evaluateImages } from '../training/evaluate-images'
import { measureImages, partIndices } from '../training/measure'
import { saveEvaluation } from './evaluations'
import type { ListedRun } from './list-runs'
import { loadNetwork, type LoadedNetwork } from './load-network'
import { runPaths, type RunPaths } from './run-folder'

export type EvaluatedPart = EvaluationFile['part']

export interface EvaluateRunOptions {
  readonly run: Pick<ListedRun, 'folder' | 'record'>
  readonly data: OpenDataset
  readonly part: EvaluatedPart
  readonly tensorflow: TensorFlow
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((imagesDone: number, images: number) => void) | undefined
}

/** A measurement, and the scores it was made from. */
export interface EvaluatedRun {
  readonly evaluation: EvaluationFile
  /** The name of its files in the run's folder, without what ends them; null where it is not kept. */
  readonly file: string | null
  /** Why it is not in the run's folder; null where it is. */
  readonly notKept: ErrorData | null
  readonly labels: Int32Array
  /** As measured, adjustment included. */
  readonly scores: Pick<Scores, 'kind' | 'values'>
}

/**
 * Measures the network of a run's best epoch on a part of any data set with the same classes, and keeps
 * the result in the run's folder.
 * @throws GlyphlabError `classes-differ`, `dataset-changed` (a validation part is one of the data set that
 *   was trained on), `dataset-invalid` where the part is empty, or as `loadNetwork`
 * @throws the signal's reason when aborted
 */
export async function evaluateRun(options: EvaluateRunOptions): Promise<EvaluatedRun> {
  const { run, data, part, tensorflow, signal, onProgress } = options
  const { dataset, fingerprint, corrections } = data
  const network = await loadNetwork(run.folder)
  requireSameClasses(network, dataset)
  const indices = imagesOf(options)
  const logits = await evaluateImages(tensorflow, network, dataset, indices, {
    signal,
    onProgress: (imagesDone) => onProgress?.(imagesDone, indices.length),
  })
  if (!logits) throw signal?.reason
  const { adjustment, metadata } = network
  const { report, answers } = measureImages(dataset, indices, logits, adjustment)
  const measured = {
    dataset: { name: dataset.name, split: dataset.split, fingerprint, corrections },
    part,
    run: run.record.id,
    trainingImages: metadata.trainingImages,
    seed: metadata.seed,
    bestEpoch: metadata.epoch,
    model: architectureTitle(run.record.description.configuration.architecture),
    measuredAt: new Date().toISOString(),
    report,
  }
  return {
    ...(await kept(runPaths(run.folder), measured, keptAnswers({ data, indices, answers }))),
    labels: indices.map((index) => dataset.labels[index] ?? 0),
    scores: { kind: 'logits', values: adjustment ? applyAdjustment(logits, adjustment) : logits },
  }
}

/** A measurement is worth telling also where it cannot be kept: in a folder that is only to be read. */
async function kept(
  { folder, record, evaluations }: RunPaths,
  measured: Parameters<typeof saveEvaluation>[1],
  answers: KeptAnswers,
): Promise<Pick<EvaluatedRun, 'evaluation' | 'file' | 'notKept'>> {
  try {
    // A run that was deleted meanwhile is not to leave a folder where it was.
    if (!existsSync(record)) throw new GlyphlabError('run-missing', `${folder} is no longer there`)
    // Once installed, it belongs to all users of the machine; and its figures are those that it was shipped with.
    if (isShippedFolder(folder))
      throw new GlyphlabError('output-failed', `${folder} comes with Glyphlab and stays as it is`)
    return { ...(await saveEvaluation(evaluations, measured, answers)), notKept: null }
  } catch (error) {
    return {
      evaluation: { schema: 1, ...measured, measurements: 1 },
      file: null,
      notKept: errorData(error),
    }
  }
}

function imagesOf({ run, data, part }: EvaluateRunOptions): Int32Array {
  const { dataset, fingerprint } = data
  if (part === 'test') {
    if (dataset.testCount === 0) throw nothingToTest(dataset)
    return partIndices(dataset, 'test')
  }
  const { description } = run.record
  if (description.fingerprint !== fingerprint)
    throw new GlyphlabError(
      'dataset-changed',
      `the validation part of ${run.record.id} is a part of ${description.dataset} as it was then`,
      'Evaluate on --part test, or name the data set that the run was trained on.',
    )
  return splitTrainingPart(dataset, description.configuration).validation
}

function nothingToTest({ name, trainCount }: Dataset): GlyphlabError {
  const sketches =
    'A fifth of the sketches that are corrected goes there, once some of a class have been.'
  return new GlyphlabError(
    'dataset-invalid',
    `the test part of ${name} is empty: its ${trainCount} images are all for training`,
    name === MY_SKETCHES ? sketches : 'Name a data set with a test part.',
  )
}

/** @throws GlyphlabError `classes-differ`, naming the first that does */
function requireSameClasses(
  { classes }: Pick<LoadedNetwork, 'classes'>,
  dataset: Pick<Dataset, 'classes' | 'name'>,
): void {
  if (classes.length !== dataset.classes.length)
    throw new GlyphlabError(
      'classes-differ',
      `the network knows ${classes.length} classes, ${dataset.name} has ${dataset.classes.length}`,
    )
  const at = classes.findIndex(({ character }, index) => {
    return character !== dataset.classes[index]?.character
  })
  if (at >= 0)
    throw new GlyphlabError(
      'classes-differ',
      `class ${at} (the first is 0) is ${classes[at]?.character} to the network and ` +
        `${dataset.classes[at]?.character} in ${dataset.name}`,
    )
}
