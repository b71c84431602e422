import { lstat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { runIdSchema, type RunId } from '../../../../src-preload/contract/run'
import { isDatasetName } from '../../datasets/dataset-folder'
import { requireRoom } from '../../download/free-space'
import { GlyphlabError } from '../../errors'
import {
  makeFolderAtomically,
  removeLeftovers,
  writeFileAtomically,
} from '../../files/atomic-write'
import { writeError } from '../../files/file-error'
import { makeFolder } from '../../files/make-folder'
import { runPaths } from '../run-folder'
import { checkRun } from './check-run'
import type { ManifestFile } from './manifest'
import { openRunFile, type RunFile } from './open-run-file'
import { portableFiles } from './portable-files'
import { invalidRunFile, REMEDY } from './run-file-invalid'

export interface ImportRunOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytesDone: number, bytesTotal: number) => void) | undefined
}

export interface ImportedRun {
  readonly kind: 'imported' | 'already-there'
  /** The name of its folder. */
  readonly run: RunId
  readonly folder: string
  /** What it was called where it came from, if that is another name: a run of that name is there, with other content. */
  readonly calledBefore: RunId | null
}

/**
 * Brings a run from a file that was written by {@link exportRun} into a folder of runs. It is unpacked aside, each file
 * held against its size and SHA-256, and read as strictly as ever; then it appears by one rename. Whatever is wrong with
 * the file, nothing of it stays.
 *
 * A run that is there already stays as it is, with the user's notes to it. Where one of the same name is there with
 * other content, such as a later state of the same run, it gets the next free name: nothing is replaced.
 *
 * @throws GlyphlabError `archive-invalid` or `run-newer`; `disk-full` or `output-failed`; the signal's reason
 */
export async function importRun(
  file: string,
  runsFolder: string,
  options: ImportRunOptions = {},
): Promise<ImportedRun> {
  await using archive = await openRunFile(file)
  const { run, files } = archive.manifest
  try {
    await makeFolder(runsFolder)
  } catch (cause) {
    throw writeError(runsFolder, cause)
  }
  await removeLeftovers(runsFolder)
  const place = await placeFor(runsFolder, run, files)
  const found = { run: place.run, folder: join(runsFolder, place.run) }
  const calledBefore = place.run === run ? null : run
  if (place.isThere) return { kind: 'already-there', ...found, calledBefore }
  await requireRoom(found.folder, archive.bytes)
  await unpack(file, archive, found.folder, options)
  return { kind: 'imported', ...found, calledBefore }
}

/** The name that a run gets: its own, or the next that is free; or that of a folder with the same in it. */
async function placeFor(
  runsFolder: string,
  run: RunId,
  files: readonly ManifestFile[],
): Promise<{ readonly run: RunId; readonly isThere: boolean }> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? run : numbered(run, number)
    const folder = join(runsFolder, name)
    if (!(await isTaken(folder))) return { run: name, isThere: false }
    if (await holdsTheSame(folder, files)) return { run: name, isThere: true }
  }
}

const LONGEST_NAME = 128

function numbered(run: RunId, number: number): RunId {
  const suffix = `-${number}`
  const stem = [...run].reduce(
    (kept, character) =>
      kept.length + character.length + suffix.length > LONGEST_NAME ? kept : kept + character,
    '',
  )
  return runIdSchema.parse(stem + suffix)
}

async function isTaken(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => true,
    () => false,
  )
}

/** But for the notes: these are the user's, here as there. */
async function holdsTheSame(folder: string, files: readonly ManifestFile[]): Promise<boolean> {
  const found = await portableFiles(folder).catch(() => null)
  if (found === null) return false
  const texts = [found.files, files].map((of) =>
    of
      .filter(({ path }) => path !== 'notes.json')
      .map(({ path, sha256 }) => `${path} ${sha256}`)
      .sort()
      .join('\n'),
  )
  return texts[0] === texts[1]
}

async function unpack(
  file: string,
  archive: RunFile,
  folder: string,
  { signal, onProgress }: ImportRunOptions,
): Promise<void> {
  const { manifest, bytes: bytesTotal } = archive
  let bytesDone = 0
  const pieces = async function* (path: string) {
    for await (const piece of archive.content(path)) {
      signal?.throwIfAborted()
      bytesDone += piece.length
      onProgress?.(bytesDone, bytesTotal)
      yield piece
    }
  }
  try {
    await makeFolderAtomically(folder, async (aside) => {
      const { checkpoints, evaluations } = runPaths(aside)
      // A run without a checkpoint begins anew, but only with the folder of its checkpoints.
      for (const made of [checkpoints, evaluations]) await makeFolder(made)
      for (const { path } of manifest.files)
        await writeFileAtomically(join(aside, ...path.split('/')), pieces(path))
      await requireRun(file, aside)
    })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Read where it was unpacked; what is wrong is told of the file that the user has. */
async function requireRun(file: string, aside: string): Promise<void> {
  try {
    const { sources, initialWeights } = await checkRun(aside)
    // It would be opened as if the user had chosen it: a folder of this machine, or of one in its network.
    const isPlain = sources.every(isDatasetName) && !/[/\\:]/.test(initialWeights ?? '')
    if (!isPlain) throw invalidRunFile(file, 'it names a folder of another machine')
  } catch (error) {
    if (!(error instanceof GlyphlabError)) throw error
    const message = error.message.replaceAll(aside + sep, '').replaceAll(aside, basename(file))
    if (error.code === 'run-newer') throw new GlyphlabError('run-newer', `${file}: ${message}`)
    if (error.code === 'archive-invalid') throw error
    throw new GlyphlabError('archive-invalid', `${file}: ${message}`, REMEDY, { cause: error })
  }
}
