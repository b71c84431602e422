import { join } from 'node:path'

/** The two files of a measurement. */
export interface MeasurementFiles {
  /** The evaluation file. */
  readonly report: string
  /** What was answered to each image. */
  readonly answers: string
}

/** What ends the name of an evaluation file. */
export const REPORT_SUFFIX = '.json'

/** @param stem of the names of both */
export function measurementFiles(folder: string, stem: string): MeasurementFiles {
  return {
    report: join(folder, `${stem}${REPORT_SUFFIX}`),
    answers: join(folder, `${stem}.safetensors`),
  }
}

/** Where the data home keeps predictions that were made elsewhere. */
export function predictionsFolder(home: string): string {
  return join(home, 'predictions')
}

const NAME_CHARACTERS = 50

/**
 * A name as part of a file's name on any system, which may have 255 bytes.
 * @param otherwise where nothing is left of it
 */
export function nameInFile(name: string, otherwise: string): string {
  const plain = name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-').replace(/^[\p{M}.]+/u, '')
  return [...plain].slice(0, NAME_CHARACTERS).join('') || otherwise
}
