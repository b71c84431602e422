import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type {
  DatasetVerification,
  VerifiedFile,
} from '../../../src-preload/contract/dataset-verification'
import { GlyphlabError } from '../errors'
import { fileContent, type FileContent } from '../files/file-content'
import { systemErrorCode } from '../files/file-error'
import { namesIn } from '../files/names-in'
import { aboutPath, readAbout, type DatasetAbout } from './about'
import { findEmnistFiles, splitsAmong } from './emnist-files'
import { datasetFingerprint } from './fingerprint'
import { publishedFile } from './get/official-emnist'
import { parseDataFileName } from './import/data-file-name'
import { isOfficialOrigin } from './official-origin'
import { readDatasetFolder, removedMeanwhile } from './read-folder'

export interface VerifyOptions {
  /** Which split, where the folder holds several and says nothing about itself. */
  readonly split?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((name: string) => void) | undefined
}

/**
 * Reads every file of a data set again: is it as it was stored, and is it the one that EMNIST publishes?
 * A folder that was filled by hand is read and compared with EMNIST's table alone.
 *
 * @throws GlyphlabError `dataset-missing` where there is no such folder; the signal's reason when aborted
 */
export async function verifyDataset(
  folder: string,
  { split, signal, onProgress }: VerifyOptions = {},
): Promise<DatasetVerification> {
  const about = await readAbout(folder)
  const known = new Map(about?.files.map((file) => [file.name, file]))
  const names = about === null ? await namesOfSplit(folder, split) : [...known.keys()]
  const files: VerifiedFile[] = []
  for (const name of names) {
    onProgress?.(name)
    const found = await contentUnlessMissing(join(folder, name), signal)
    const official = publishedFile(name)
    files.push({
      name,
      state: stateOf(found, known.get(name)),
      isOfficial: official === undefined ? null : isSame(found, official),
    })
  }
  onProgress?.('images')
  const read = await fingerprintOf(folder, about?.split ?? split, signal)
  const problem = problemOf(files) ?? read.problem ?? (await aboutProblem(folder, about, read))
  // Files of one data set were compared with what was written down of another.
  if (problem !== null && about !== null && !isDeepStrictEqual(about, await readAbout(folder)))
    throw removedMeanwhile(folder, new Error(problem))
  const isOfficial =
    problem === null && (about === null ? areOfficial(files) : isOfficialOrigin(about.origin))
  return {
    name: basename(folder),
    folder,
    files,
    isOfficial,
    fingerprint: read.fingerprint,
    problem,
  }
}

/** All but the mapping, which was published with other line ends, too. */
function areOfficial(files: readonly VerifiedFile[]): boolean {
  return files.every(({ name, isOfficial }) => isOfficial === true || name.endsWith('-mapping.txt'))
}

async function namesOfSplit(folder: string, split: string | undefined): Promise<string[]> {
  const names = await namesIn(folder)
  const isOther = (name: string) => {
    const parsed = parseDataFileName(name)
    return parsed !== null && (split === undefined || parsed.split === split)
  }
  if (splitsAmong(names).length === 0 && names.some(isOther)) return names.filter(isOther).sort()
  const { mapping, train, test } = await findEmnistFiles(folder, split)
  const paths = [mapping, train.images, train.labels, test.images, test.labels]
  return paths.map((path) => basename(path))
}

async function contentUnlessMissing(
  path: string,
  signal: AbortSignal | undefined,
): Promise<FileContent | null> {
  try {
    return await fileContent(path, signal)
  } catch (error) {
    signal?.throwIfAborted()
    if (systemErrorCode(error) === 'ENOENT') return null
    throw new GlyphlabError('dataset-invalid', `${path}: cannot be read (${String(error)})`)
  }
}

function stateOf(
  found: FileContent | null,
  stored: FileContent | undefined,
): VerifiedFile['state'] {
  if (found === null) return 'missing'
  if (stored === undefined) return 'not known'
  return isSame(found, stored) ? 'as stored' : 'changed'
}

function isSame(found: FileContent | null, other: FileContent): boolean {
  return found?.bytes === other.bytes && found.sha256 === other.sha256
}

async function fingerprintOf(
  folder: string,
  split: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<DatasetVerification, 'fingerprint' | 'problem'>> {
  try {
    const dataset = await readDatasetFolder(folder, { split, signal })
    return { fingerprint: datasetFingerprint(dataset), problem: null }
  } catch (error) {
    if (error instanceof GlyphlabError) return { fingerprint: null, problem: error.message }
    throw error
  }
}

/** What is wrong with what a data set says about itself. */
async function aboutProblem(
  folder: string,
  about: DatasetAbout | null,
  { fingerprint }: Pick<DatasetVerification, 'fingerprint'>,
): Promise<string | null> {
  if (about !== null)
    return fingerprint === about.fingerprint
      ? null
      : `its fingerprint is ${String(fingerprint)}, stored was ${about.fingerprint}`
  const path = aboutPath(folder)
  return (await namesIn(folder)).includes(basename(path))
    ? `its ${basename(path)} is damaged, or of another version of Glyphlab`
    : null
}

function problemOf(files: readonly VerifiedFile[]): string | null {
  const named = (state: VerifiedFile['state']) =>
    files.filter((file) => file.state === state).map(({ name }) => name)
  const [missing, changed] = [named('missing'), named('changed')]
  const problems = [
    ...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []),
    ...(changed.length > 0 ? [`${changed.join(', ')} not as stored`] : []),
  ]
  return problems.length > 0 ? problems.join('; ') : null
}
