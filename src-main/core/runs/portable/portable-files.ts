import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { GlyphlabError } from '../../errors'
import { jsonText } from '../../files/json-text'
import { namesIn } from '../../files/names-in'
import { processOfTemporaryName } from '../../files/temporary-name'
import { answersFrom, answersSource } from '../../measurements/answers-file'
import { runPaths } from '../run-folder'
import { readRunRecord } from '../run-record'
import { sourceElsewhere, withoutPaths } from '../without-paths'
import type { ManifestFile } from './manifest'
import { MOST_FILES, pathProblem, samePaths } from './portable-path'
import type { FramedFile } from './zip-frame'

/** A file of a run as it goes to another machine. */
export interface PortableFile extends ManifestFile, FramedFile {
  /** The same each time it is asked for, unless the file has changed meanwhile. */
  readonly content: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export interface PortableFiles {
  readonly files: readonly PortableFile[]
  /** What else lies in the folder: it is none of Glyphlab's, and stays. */
  readonly leftOut: readonly string[]
}

const READ_BYTES = 2 ** 20

/**
 * The files of a run that go with it: all that is known of a run's folder, without the paths of this machine. They are
 * read to their end for their size and SHA-256.
 *
 * @throws GlyphlabError `run-missing`, `run-damaged` or `run-newer`; `output-failed` where a file cannot be read,
 *   or where there is one that no other machine would take
 */
export async function portableFiles(folder: string, signal?: AbortSignal): Promise<PortableFiles> {
  const { known, leftOut } = await listed(folder)
  const dataset = readRunRecord(runPaths(folder)).description.dataset
  const files: PortableFile[] = []
  for (const { path, name } of known) {
    const content = await contentOf(folder, name, dataset)
    const measured = await measuredContent(content, signal).catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw cannotGo(folder, path, `it cannot be read (${String(cause)})`, cause)
    })
    const problem = pathProblem(path, measured.bytes)
    if (problem !== null) throw cannotGo(folder, path, problem)
    files.push({ path, ...measured, content })
  }
  return { files, leftOut }
}

/** The paths within a run's folder, in an order that is the same everywhere. */
async function listed(folder: string) {
  const { checkpoints, evaluations } = runPaths(folder)
  const [top, ofCheckpoints, ofEvaluations] = await Promise.all(
    [folder, checkpoints, evaluations].map(namesIn),
  )
  const paths = [
    ...(top ?? []).filter((name) => name !== 'checkpoints' && name !== 'evaluations'),
    ...(ofCheckpoints ?? []).map((name) => `checkpoints/${name}`),
    ...(ofEvaluations ?? []).map((name) => `evaluations/${name}`),
  ].sort()
  const known: { readonly path: string; readonly name: string }[] = []
  const leftOut: string[] = []
  for (const name of paths) {
    // Not every system writes an accent as the others do.
    const path = name.normalize('NFC')
    if (pathProblem(path, 0) === null && (await isFile(join(folder, name))))
      known.push({ path, name })
    else if (!isPassing(name)) leftOut.push(name)
  }
  const same = samePaths(known.map(({ path }) => path))
  if (same !== null)
    throw cannotGo(folder, same[1], `on other systems it has the same name as ${same[0]}`)
  if (known.length > MOST_FILES)
    throw cannotGo(folder, 'this folder', `${known.length} files; at most ${MOST_FILES} are taken`)
  return { known, leftOut }
}

/** Also by a link: a checkpoint may lie on a larger disk. A pipe would be waited for without end. */
async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true
}

/** Locks, and what is half-written: of no use to anybody. */
function isPassing(path: string): boolean {
  return /^(?:run|notes)\.lock/.test(path) || processOfTemporaryName(path) !== null
}

async function contentOf(
  folder: string,
  path: string,
  dataset: string,
): Promise<PortableFile['content']> {
  const full = join(folder, path)
  if (path === 'run.json') {
    const record = readRunRecord(runPaths(folder))
    const plain = withoutPaths(record)
    if (jsonText(plain) !== jsonText(record)) return () => [Buffer.from(jsonText(plain))]
  }
  if (/^evaluations\/.*\.safetensors$/.test(path)) {
    const source = await answersSource(full)
    const elsewhere = sourceElsewhere(source, dataset)
    if (elsewhere !== source) {
      const pieces = await answersFrom(full, elsewhere)
      return () => pieces
    }
  }
  return () => createReadStream(full, { highWaterMark: READ_BYTES })
}

/** Length and checksums of what comes piece by piece. */
async function measuredContent(content: PortableFile['content'], signal?: AbortSignal) {
  const hash = createHash('sha256')
  let [bytes, checksum] = [0, 0]
  for await (const piece of content()) {
    signal?.throwIfAborted()
    hash.update(piece)
    checksum = crc32(piece, checksum)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex'), crc32: checksum }
}

function cannotGo(folder: string, path: string, problem: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError(
    'output-failed',
    `${folder} cannot be exported: ${path}: ${problem}`,
    'Move that file elsewhere, or mend it, and export the run again.',
    { cause },
  )
}
