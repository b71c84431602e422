import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { runIdSchema, type RunId } from '../../../../src-preload/contract/run'
import { GlyphlabError } from '../../errors'
import { writeFileAtomically } from '../../files/atomic-write'
import { sizeText } from '../../number-text'
import { readRunRecord } from '../run-record'
import { runPaths, type RunPaths } from '../run-folder'
import { holdNotes, holdRun, isRunLocked } from '../run-lock'
import { checkRun } from './check-run'
import { MANIFEST_PATH, manifestText } from './manifest'
import { isPortableName, MOST_BYTES } from './portable-path'
import { portableFiles, type PortableFile } from './portable-files'
import { directory, framedBytes, localHeader } from './zip-frame'

export interface ExportRunOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytesDone: number, bytesTotal: number) => void) | undefined
}

export interface ExportedRun {
  readonly run: RunId
  readonly file: string
  readonly bytes: number
  /** Without the manifest. */
  readonly files: number
  /** What else lies in the folder: it is none of Glyphlab's, and stays. */
  readonly leftOut: readonly string[]
}

/**
 * Writes a run to a file that any machine opens with all that it had: settings, metrics, checkpoints, measurements,
 * notes, its place in a group. The file appears whole or not at all, and is the same each time.
 *
 * @param file where to; replaced where one is there
 * @throws GlyphlabError `run-locked` where a process works on the run, whose files change meanwhile; `run-missing`,
 *   `run-damaged`, `run-newer` or `weights-invalid` where it cannot be read, since nobody could open it elsewhere;
 *   `disk-full` or `output-failed`; the signal's reason
 */
export async function exportRun(
  folder: string,
  file: string,
  options: ExportRunOptions = {},
): Promise<ExportedRun> {
  const paths = runPaths(await realpath(folder).catch(() => folder))
  // Before a lock is made in a folder that is no run's.
  const { id } = readRunRecord(paths)
  const name = runIdSchema.safeParse(basename(folder)).data
  const run = name !== undefined && isPortableName(name) ? name : id
  return whileUnchanged(paths, () => exportUnchanged(paths, run, file, options))
}

async function exportUnchanged(
  paths: RunPaths,
  run: RunId,
  file: string,
  { signal, onProgress }: ExportRunOptions,
): Promise<ExportedRun> {
  await checkRun(paths.folder)
  const { files, leftOut } = await portableFiles(paths.folder, signal)
  const manifest = manifestFile(run, files)
  const all = [manifest, ...files]
  const bytes = framedBytes(all)
  if (bytes > MOST_BYTES)
    throw new GlyphlabError(
      'output-failed',
      `${paths.folder} takes ${sizeText(bytes)}; a file of a run holds ${sizeText(MOST_BYTES)} at most`,
      'Copy the folder itself: it can be read anywhere.',
    )
  let bytesDone = 0
  const pieces = async function* () {
    for await (const piece of archivePieces(all)) {
      signal?.throwIfAborted()
      bytesDone += piece.length
      onProgress?.(bytesDone, bytes)
      yield piece
    }
  }
  const target = await realpath(file).catch(() => file)
  try {
    await writeFileAtomically(target, pieces())
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
  return { run, file, bytes, files: files.length, leftOut }
}

function manifestFile(run: RunId, files: readonly PortableFile[]): PortableFile {
  const text = Buffer.from(manifestText(run, files))
  return {
    path: MANIFEST_PATH,
    bytes: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
    crc32: crc32(text),
    content: () => [text],
  }
}

async function* archivePieces(files: readonly PortableFile[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield localHeader(file)
    const hash = createHash('sha256')
    for await (const piece of file.content()) {
      hash.update(piece)
      yield piece
    }
    // Somebody without regard for locks: a copying program, or a hand.
    if (hash.digest('hex') !== file.sha256)
      throw new GlyphlabError(
        'output-failed',
        `${file.path} was changed while it was exported`,
        'Export the run again.',
      )
  }
  yield directory(files)
}

/** Under the locks of run and notes; where there can be none, since the disk is full or read-only, without. */
async function whileUnchanged<T>(paths: RunPaths, work: () => Promise<T>): Promise<T> {
  let hasBegun = false
  const begin = () => {
    hasBegun = true
    return work()
  }
  try {
    return await holdRun(paths, () => holdNotes(paths, begin))
  } catch (error) {
    const code = error instanceof GlyphlabError ? error.code : null
    if (code === 'run-locked' && !hasBegun) throw atWork(error, paths)
    if (hasBegun || (code !== 'disk-full' && code !== 'output-failed')) throw error
    if (await isRunLocked(paths)) throw atWork(error, paths)
    return begin()
  }
}

function atWork(cause: unknown, { folder }: RunPaths): GlyphlabError {
  return new GlyphlabError(
    'run-locked',
    `a process works on ${basename(folder)}: its files change meanwhile`,
    'Pause or stop it, or wait until it has ended, then export it.',
    { cause },
  )
}
