import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { GlyphlabError } from '../errors'
import {
  makeFolderAtomically,
  removeLeftovers,
  syncFolder,
  writeFileAtomically,
} from '../files/atomic-write'
import { systemErrorCode, writeError } from '../files/file-error'
import { jsonText } from '../files/json-text'
import { makeFolder } from '../files/make-folder'
import { temporaryName } from '../files/temporary-name'
import { aboutPath, readAbout, type DatasetAbout } from './dataset-folder'
import { datasetFingerprint } from './fingerprint'
import {
  makeStrokes,
  STROKES_VERSION,
  type MakeStrokesOptions,
  type StrokesRecipe,
} from './strokes/make-strokes'
import { writeEmnist } from './write-emnist'

export interface MakeFolderOptions extends MakeStrokesOptions {
  /** Whether a folder of strokes that is there already gives way. */
  readonly replace?: boolean | undefined
}

/**
 * Makes a data set of strokes as a folder with EMNIST's file names and a `dataset.json` that says what it
 * was made by. The folder appears whole or not at all.
 *
 * @throws GlyphlabError `dataset-exists` where something is there that must stay, `disk-full` or
 *   `output-failed` where it cannot be written; the signal's reason when aborted
 */
export async function makeStrokesFolder(
  folder: string,
  recipe: StrokesRecipe,
  options: MakeFolderOptions = {},
): Promise<DatasetAbout> {
  const isReplacement = await mustReplace(folder, options.replace === true)
  const dataset = await makeStrokes(recipe, options)
  const about: DatasetAbout = {
    schema: 1,
    source: 'strokes',
    generatorVersion: STROKES_VERSION,
    ...recipe,
    classes: dataset.classes.length,
    trainCount: dataset.trainCount,
    testCount: dataset.testCount,
    fingerprint: datasetFingerprint(dataset),
  }
  const fill = async (unfinished: string): Promise<void> => {
    await writeEmnist(unfinished, dataset)
    await writeFileAtomically(aboutPath(unfinished), jsonText(about))
  }
  try {
    await makeFolder(dirname(folder))
    await removeLeftovers(dirname(folder), `${basename(folder)}.`)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  if (isReplacement) await replaceFolder(folder, fill)
  else await makeFolderUnlessThere(folder, fill)
  return about
}

/** Whether the folder holds a data set of ours that may be replaced; false where there is nothing. */
async function mustReplace(folder: string, replace: boolean): Promise<boolean> {
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'ENOENT') return false
    if (code !== 'ENOTDIR') throw writeError(folder, cause)
    throw otherFiles(`${folder} is a file, or lies in one`)
  }
  if (names.length === 0) return false
  if ((await readAbout(folder)) === null) {
    throw otherFiles(`${folder} is there and holds other files than strokes`)
  }
  if (!replace) throw new GlyphlabError('dataset-exists', `${folder} is there already`)
  return true
}

function otherFiles(problem: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-exists',
    problem,
    'Choose another --name or --folder, or remove it yourself.',
  )
}

/** Of several processes at the same work the first one's folder stays, and is what the others take. */
async function makeFolderUnlessThere(
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  try {
    await makeFolderAtomically(folder, fill)
  } catch (error) {
    if ((await readAbout(folder)) === null) throw error
  }
}

async function replaceFolder(
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const fresh = `${folder}.new`
  const old = temporaryName(folder)
  await rm(fresh, { recursive: true, force: true })
  await makeFolderAtomically(fresh, fill)
  try {
    await rename(folder, old)
    await rename(fresh, folder)
    await syncFolder(dirname(folder))
    await rm(old, { recursive: true, force: true })
  } catch (cause) {
    throw writeError(folder, cause)
  }
}
