import { isDeepStrictEqual } from 'node:util'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import { GlyphlabError } from '../errors'
import { namesIn } from '../files/names-in'
import { readJsonFile } from '../runs/read-json'
import { readAnswers, type KeptAnswers } from './answers-file'
import { measurementFiles, REPORT_SUFFIX } from './measurement-files'

/** Predictions that were taken in earlier. */
export interface EarlierPredictions {
  /** As their files are called, without what ends them. */
  readonly file: string
  readonly evaluation: EvaluationFile
}

/**
 * Those of a folder that differ from others by the time alone at which they were taken in: of a file of the same name,
 * with the same answers to the same images. Null where there are none.
 */
export async function samePredictions(
  folder: string,
  evaluation: EvaluationFile,
  answers: KeptAnswers,
): Promise<EarlierPredictions | null> {
  for (const name of (await namesIn(folder)).sort()) {
    if (!name.endsWith(REPORT_SUFFIX)) continue
    const file = name.slice(0, -REPORT_SUFFIX.length)
    const paths = measurementFiles(folder, file)
    const found = orNull(() => readJsonFile(paths.report, evaluationFileSchema))
    // Most are told apart without their answers, which take a hundred times as long to read.
    if (found === null || !isAlike(found, evaluation)) continue
    const kept = await readAnswers(paths.answers, found).catch(unlessUnreadable)
    if (kept !== null && isDeepStrictEqual(kept, answers)) return { file, evaluation: found }
  }
  return null
}

function isAlike(found: EvaluationFile, { dataset, part, report }: EvaluationFile): boolean {
  return (
    found.dataset.fingerprint === dataset.fingerprint &&
    found.part === part &&
    found.report.count === report.count &&
    found.report.accuracy === report.accuracy &&
    found.report.loss === report.loss
  )
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    return unlessUnreadable(error)
  }
}

/** What cannot be read is nobody's equal. */
function unlessUnreadable(error: unknown): null {
  if (error instanceof GlyphlabError) return null
  throw error
}
