import { join } from 'node:path'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import { writeFileAtomically } from '../files/atomic-write'
import { writeError } from '../files/file-error'
import { jsonText } from '../files/json-text'
import { makeFolder } from '../files/make-folder'
import { namesIn } from '../files/names-in'
import { renamePatiently } from '../files/rename-patiently'
import { writeAnswers, type KeptAnswers } from '../measurements/answers-file'
import { measurementFiles, nameInFile, REPORT_SUFFIX } from '../measurements/measurement-files'
import { readJsonFile } from './read-json'

/** A measurement in a run's folder. */
export interface SavedEvaluation {
  /** What was kept, with its number of measurements. */
  readonly evaluation: EvaluationFile
  /** The name of its files, without what ends them. */
  readonly file: string
}

/**
 * Keeps a measurement as `<data set>-<part>.json`, and before it what was answered to each image as
 * `.safetensors`. Measured again, both are replaced and the number of measurements goes up; another data set
 * of the same name gets files of its own. A file that cannot be read is put aside and counted anew: a
 * measurement is never lost to an older one.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function saveEvaluation(
  folder: string,
  evaluation: Omit<EvaluationFile, 'schema' | 'measurements'>,
  answers: KeptAnswers,
): Promise<SavedEvaluation> {
  try {
    await makeFolder(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  const { dataset, part } = evaluation
  const name = nameInFile(dataset.name, 'dataset')
  const plain = `${name}-${part}`
  const marked = `${name}-${dataset.fingerprint.slice(0, 8)}-${part}`
  const earlier = await readOrPutAside(measurementFiles(folder, plain).report)
  const isOther = earlier !== null && earlier.dataset.fingerprint !== dataset.fingerprint
  const file = isOther ? marked : plain
  const paths = measurementFiles(folder, file)
  const same = isOther ? await readOrPutAside(paths.report) : earlier
  const saved: EvaluationFile = {
    schema: 1,
    ...evaluation,
    measurements: (same?.measurements ?? 0) + 1,
  }
  // Where a kill falls in between, these are of no measurement: nobody takes them for another one's.
  await writeAnswers(paths.answers, answers, saved)
  await writeFileAtomically(paths.report, jsonText(saved))
  return { evaluation: saved, file }
}

async function readOrPutAside(path: string): Promise<EvaluationFile | null> {
  try {
    return readJsonFile(path, evaluationFileSchema)
  } catch {
    await renamePatiently(path, `${path}.unreadable`)
    return null
  }
}

/** All measurements of a run; a file that cannot be read is left out. */
export async function readEvaluations(folder: string): Promise<EvaluationFile[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(REPORT_SUFFIX)).sort()
  const files = names.map((name) => {
    try {
      return readJsonFile(join(folder, name), evaluationFileSchema)
    } catch {
      return null
    }
  })
  return files.filter((file) => file !== null)
}
