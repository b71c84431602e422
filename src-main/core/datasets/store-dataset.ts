import { constants } from 'node:fs'
import { access, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import { removeLeftovers, syncFolder, writeFileAtomically } from '../files/atomic-write'
import { faultPoint } from '../files/fault-point'
import { fileContent } from '../files/file-content'
import { systemErrorCode, writeError } from '../files/file-error'
import { jsonText } from '../files/json-text'
import { makeFolder } from '../files/make-folder'
import { renamePatiently } from '../files/rename-patiently'
import { finishReplacement, replaceFolder } from '../files/replace-folder'
import { temporaryName } from '../files/temporary-name'
import { aboutPath, hasAbout, type DatasetAbout, type DatasetOrigin } from './about'
import type { Dataset } from './dataset'
import { DATASETS_FOLDER, datasetsFolder } from './dataset-folder'
import { readEmnist } from './emnist'
import { datasetFingerprint } from './fingerprint'
import { knownTerms } from './known-terms'
import { writePictureNames } from './picture-names'
import { writeEmnist } from './write-emnist'

/** A data set of the data home, or of a folder that the user named. */
export interface StoredDataset {
  readonly name: string
  readonly folder: string
  readonly about: DatasetAbout
}

export interface StoreOptions {
  readonly home: string
  readonly name: string
  /** Whether a data set of this name gives way. */
  readonly replace?: boolean | undefined
}

/** What is to be stored. */
export interface StoredContent {
  readonly dataset: Omit<Dataset, 'name'>
  readonly origin: DatasetOrigin
  /** Of which picture each image was made, where it was made of one. */
  readonly pictures?: readonly string[] | null
}

/**
 * Puts a data set into the data home: idx files with EMNIST's names, and a `dataset.json` that says what it
 * is and where it comes from. It appears whole or not at all.
 *
 * @throws GlyphlabError `dataset-exists` where something is there that must stay, `disk-full` or
 *   `output-failed` where it cannot be written
 */
export async function storeDataset(
  content: StoredContent,
  { home, name, replace }: StoreOptions,
): Promise<StoredDataset> {
  return storeDatasetAt(join(datasetsFolder(home), name), content, replace === true)
}

/** As {@link storeDataset}, in any folder. */
export async function storeDatasetAt(
  folder: string,
  content: StoredContent,
  replace: boolean,
): Promise<StoredDataset> {
  await requirePlace(folder, replace)
  return storeInPlace(folder, content, replace)
}

/** As {@link storeDatasetAt}, in a place that is known to be free or to give way. */
export async function storeInPlace(
  folder: string,
  { dataset, origin, pictures = null }: StoredContent,
  replace: boolean,
): Promise<StoredDataset> {
  const unfinished = temporaryName(folder)
  try {
    await makeFolder(unfinished)
    await writeEmnist(unfinished, dataset)
    if (pictures !== null) await writePictureNames(unfinished, pictures, dataset.trainCount)
    return await takePlace(unfinished, folder, dataset, origin, replace)
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw writeError(folder, cause)
  }
}

/**
 * Makes a folder of whole files with EMNIST's names a data set of the data home, by one rename. It has to be
 * on the same file system; where this fails, it stays where it is.
 *
 * @throws GlyphlabError as {@link storeDataset} and `readEmnist`
 */
export async function adoptFolder(
  filled: string,
  { origin }: { readonly origin: DatasetOrigin },
  { home, name, replace }: StoreOptions,
): Promise<StoredDataset> {
  const folder = join(datasetsFolder(home), name)
  await requirePlace(folder, replace === true)
  const dataset = await readEmnist(filled)
  try {
    await rm(aboutPath(filled), { force: true })
    return await takePlace(filled, folder, dataset, origin, replace === true)
  } catch (cause) {
    throw writeError(folder, cause)
  }
}

/**
 * Makes sure that a data set can be stored in a folder: to be asked before an hour of work.
 * @throws GlyphlabError `dataset-exists` where something is there that must stay, `output-failed` where
 *   nothing can be written
 */
export async function requirePlace(folder: string, replace: boolean): Promise<void> {
  if (isPlaceOfSketches(folder)) throw placeOfSketches(folder)
  return preparePlace(folder, replace)
}

/** As {@link requirePlace}, also of the place that is kept for the user's sketches. */
export async function preparePlace(folder: string, replace: boolean): Promise<void> {
  const parent = dirname(folder)
  try {
    await finishReplacement(folder)
    if ((await namesInPlace(folder)).length > 0) await requireReplaceable(folder, replace)
    await makeFolder(parent)
    await access(parent, constants.W_OK)
    await removeLeftovers(parent, `${basename(folder)}.`)
  } catch (cause) {
    throw writeError(folder, cause)
  }
}

/** Whether it is there that the data set of the user's own sketches is made, in whatever data home. */
function isPlaceOfSketches(folder: string): boolean {
  return basename(folder) === MY_SKETCHES && basename(dirname(folder)) === DATASETS_FOLDER
}

function placeOfSketches(folder: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-exists',
    `${folder} is for the sketches that you correct in Glyphlab`,
    'Choose another --name.',
  )
}

async function requireReplaceable(folder: string, replace: boolean): Promise<void> {
  if (!(await hasAbout(folder)))
    throw otherFiles(`${folder} is there and holds other files than a data set of Glyphlab's`)
  if (!replace) throw new GlyphlabError('dataset-exists', `${folder} is there already`)
}

async function namesInPlace(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') throw otherFiles(`${folder} is a file, or lies in one`)
    throw cause
  }
}

function otherFiles(problem: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-exists',
    problem,
    'Choose another --name or --folder, or remove it yourself.',
  )
}

async function takePlace(
  filled: string,
  folder: string,
  dataset: Omit<Dataset, 'name'>,
  origin: DatasetOrigin,
  replace: boolean,
): Promise<StoredDataset> {
  const about = await describeFiles(filled, dataset, origin)
  await writeFileAtomically(aboutPath(filled), jsonText(about))
  await syncFolder(filled)
  if (replace) await replaceFolder(filled, folder)
  else await moveToFreePlace(filled, folder)
  return { name: basename(folder), folder, about }
}

async function describeFiles(
  folder: string,
  dataset: Omit<Dataset, 'name'>,
  origin: DatasetOrigin,
): Promise<DatasetAbout> {
  const { split, classes, trainCount, testCount } = dataset
  const files: DatasetAbout['files'] = []
  for (const name of (await readdir(folder)).sort())
    files.push({ name, ...(await fileContent(join(folder, name))) })
  return {
    schema: 2,
    split,
    origin,
    ...knownTerms(origin),
    classes: classes.map(({ label, characters }) => ({ label, characters: [...characters] })),
    trainCount,
    testCount,
    fingerprint: datasetFingerprint(dataset),
    files,
    storedAt: new Date().toISOString(),
  }
}

async function moveToFreePlace(filled: string, folder: string): Promise<void> {
  try {
    faultPoint('rename', folder)
    await renamePatiently(filled, folder)
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw cause
    throw new GlyphlabError('dataset-exists', `${folder} has just been made by another process`)
  }
  await syncFolder(dirname(folder))
}
