import { basename, resolve } from 'node:path'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { namesIn } from '../files/names-in'
import type { Dataset } from './dataset'
import { readEmnist } from './emnist'
import { splitsAmong } from './emnist-files'
import { parseDataFileName } from './import/data-file-name'
import { detectFormat } from './import/detect-format'
import { openSource } from './import/file-source'
import { readFormat } from './import/read-source'

export interface ReadFolderOptions {
  /** Which one, where the folder holds several. */
  readonly split?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a folder with the files of a data set: EMNIST's idx files, or else MNIST's or Kaggle's CSVs.
 *
 * @throws GlyphlabError `dataset-missing`, `dataset-invalid`; the signal's reason when aborted
 */
export async function readDatasetFolder(
  folder: string,
  options: ReadFolderOptions,
): Promise<Dataset> {
  try {
    if (await hasOtherFiles(folder)) return await readOtherFiles(folder, options)
    const { split, signal } = options
    return await readEmnist(folder, { ...(split === undefined ? {} : { split }), signal })
  } catch (error) {
    const cause = error instanceof GlyphlabError ? error.cause : error
    if (systemErrorCode(cause) !== 'ENOENT' || isMissing(error)) throw error
    throw removedMeanwhile(folder, error)
  }
}

export function removedMeanwhile(folder: string, cause: unknown): GlyphlabError {
  return new GlyphlabError(
    'dataset-missing',
    `files of ${folder} were removed while it was read`,
    'Run the command again; where it is gone for good, name another data set.',
    { cause },
  )
}

/** Whether there is something to read, though not as EMNIST has it. */
async function hasOtherFiles(folder: string): Promise<boolean> {
  const names = await namesIn(folder)
  return splitsAmong(names).length === 0 && names.some((name) => parseDataFileName(name) !== null)
}

async function readOtherFiles(folder: string, options: ReadFolderOptions): Promise<Dataset> {
  await using source = await openSource(folder)
  const format = await detectFormat(source, options.split)
  // How pictures are parted is to be written down once, not decided at each reading.
  if (format.kind === 'pictures')
    throw new GlyphlabError(
      'dataset-missing',
      `${folder} holds pictures, a folder a class`,
      `\`glyphlab data import ${folder}\` makes a data set of them.`,
    )
  const { dataset } = await readFormat(source, format, options)
  return { name: basename(resolve(folder)), ...dataset }
}

function isMissing(error: unknown): boolean {
  return error instanceof GlyphlabError && error.code === 'dataset-missing'
}
