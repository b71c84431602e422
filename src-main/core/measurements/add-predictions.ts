import { readdir } from 'node:fs/promises'
import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import type { OpenDataset } from '../datasets/open-dataset'
import { GlyphlabError } from '../errors'
import { imageAnswers } from '../evaluation/image-answers'
import { readPredictions } from '../evaluation/predictions/read-predictions'
import { evaluationReport } from '../evaluation/report'
import type { Scores } from '../evaluation/scores'
import { removeLeftovers, writeFileAtomically } from '../files/atomic-write'
import { writeError } from '../files/file-error'
import { holdLock } from '../files/hold-lock'
import { jsonText } from '../files/json-text'
import { makeFolder } from '../files/make-folder'
import { partIndices } from '../training/measure'
import { writeAnswers } from './answers-file'
import { keptAnswers } from './kept-answers'
import { measurementFiles, nameInFile, predictionsFolder } from './measurement-files'
import { samePredictions, type EarlierPredictions } from './same-predictions'

/** Predictions of the test part of a data set, in memory. */
export interface TestPredictions {
  /** `[count]`: true class indices. */
  readonly labels: Int32Array
  readonly scores: Omit<Scores, 'classCount'>
}

export interface KeepPredictionsOptions extends TestPredictions {
  readonly home: string
  readonly data: OpenDataset
  /** What they are to be called: the name of their file. */
  readonly title: string
}

/** Predictions made elsewhere that the data home keeps. */
export interface KeptPredictions extends EarlierPredictions {
  /** False where the same ones were there already: nothing was written then. */
  readonly isNew: boolean
}

/**
 * Reads a CSV of predictions of the test part of a data set.
 * @throws GlyphlabError `predictions-invalid`, also for those of another data set
 */
export async function readTestPredictions(
  path: string,
  { dataset }: OpenDataset,
): Promise<TestPredictions> {
  const { classes, labels: all } = dataset
  const labels = partIndices(dataset, 'test').map((index) => all[index] ?? 0)
  return { labels, scores: await readPredictions(path, { labels, classes }) }
}

/**
 * Keeps the measurement of predictions that any program made, as `<data home>/predictions/<name>.json` and
 * `.safetensors`. Others of the same name stay; the same ones are not kept twice.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function keepPredictions(options: KeepPredictionsOptions): Promise<KeptPredictions> {
  const { home, data, labels, scores, title } = options
  const { dataset, fingerprint, corrections } = data
  const { name, split, classes } = dataset
  const folder = predictionsFolder(home)
  const evaluation: EvaluationFile = {
    schema: 1,
    dataset: { name, split, fingerprint, corrections },
    part: 'test',
    run: null,
    ...{ trainingImages: null, seed: null, bestEpoch: null, model: null },
    measuredAt: new Date().toISOString(),
    measurements: 1,
    report: { ...evaluationReport(labels, scores, classes), unadjusted: null },
  }
  const kept = keptAnswers({
    ...{ data, title },
    indices: partIndices(dataset, 'test'),
    answers: imageAnswers(labels, { ...scores, classCount: classes.length }),
  })
  // Two of one name may come at once, from two windows: each gets a name of its own.
  return holdLock(`${folder}.lock`, async () => {
    const earlier = await samePredictions(folder, evaluation, kept)
    if (earlier !== null) return { ...earlier, isNew: false }
    const file = await freeName(folder, nameInFile(plainTitle(title), 'predictions'))
    const paths = measurementFiles(folder, file)
    await writeAnswers(paths.answers, kept, evaluation)
    await writeFileAtomically(paths.report, jsonText(evaluation))
    return { file, evaluation, isNew: true }
  })
}

/** A name that nothing has yet: `model`, `model-2` and so on. */
async function freeName(folder: string, name: string): Promise<string> {
  try {
    await makeFolder(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  await removeLeftovers(folder)
  const taken = await readdir(folder)
  // By the letters alone: some systems do not tell upper from lower case.
  const isTaken = (stem: string) =>
    taken.some((found) => found.toLowerCase().startsWith(`${stem.toLowerCase()}.`))
  for (let number = 2; ; number++) {
    const stem = number === 2 && !isTaken(name) ? name : `${name}-${number}`
    if (!isTaken(stem)) return stem
    if (number > taken.length + 2)
      throw new GlyphlabError('output-failed', `there is no free name like ${name} in ${folder}`)
  }
}

/** Without the ending, and signs before it that no name of ours has. */
function plainTitle(title: string): string {
  return title.replace(/\.(csv|txt|tsv)$/i, '').replace(/[^\p{L}\p{M}\p{N}]+$/u, '')
}
