import { join } from 'node:path'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import type { MeasurementRef } from '../../../src-preload/contract/measurement'
import { GlyphlabError } from '../errors'
import { fileStamp } from '../files/file-stamp'
import { readJsonFile } from '../runs/read-json'
import { runPaths } from '../runs/run-folder'
import { readAnswers, type KeptAnswers } from './answers-file'
import { measurementFiles, predictionsFolder, type MeasurementFiles } from './measurement-files'

/** As many as are compared at once, and some besides; a megabyte each. */
const MOST_KEPT = 40

interface Kept {
  readonly stamp: string
  readonly evaluation: EvaluationFile
  readonly answers: () => Promise<KeptAnswers>
}

/** Where the files of a measurement are. Neither part of its name has a separator: it leads to no other place. */
export function filesOf(home: string, { run, file }: MeasurementRef): MeasurementFiles {
  const folder =
    run === null ? predictionsFolder(home) : runPaths(join(home, 'runs', run)).evaluations
  return measurementFiles(folder, file)
}

/** Reads measurements, and keeps the latest for as long as their files stay as they are. */
export class MeasurementReader {
  readonly #kept = new Map<string, Kept>()

  /** @throws GlyphlabError `measurement-missing`, `run-damaged` or `run-newer` */
  evaluation(home: string, ref: MeasurementRef): EvaluationFile {
    return this.#read(home, ref).evaluation
  }

  /** @throws GlyphlabError as {@link evaluation}, or `predictions-missing` */
  answers(home: string, ref: MeasurementRef): Promise<KeptAnswers> {
    return this.#read(home, ref).answers()
  }

  #read(home: string, ref: MeasurementRef): Kept {
    const { report, answers } = filesOf(home, ref)
    const stamp = `${fileStamp(report)} ${fileStamp(answers)}`
    const known = this.#kept.get(report)
    const kept = known?.stamp === stamp ? known : newlyRead(report, answers, stamp, ref)
    // The one used last comes last.
    this.#kept.delete(report)
    this.#kept.set(report, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return kept
  }
}

function newlyRead(report: string, answers: string, stamp: string, { file }: MeasurementRef): Kept {
  const evaluation = readJsonFile(report, evaluationFileSchema)
  if (evaluation === null)
    throw new GlyphlabError('measurement-missing', `there is no measurement ${file} any more`)
  let reading: Promise<KeptAnswers> | null = null
  return { stamp, evaluation, answers: () => (reading ??= readAnswers(answers, evaluation)) }
}
