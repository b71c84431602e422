import { createHash } from 'node:crypto'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { fileSource, piecesOf, type ByteSource } from '../../archives/byte-source'
import { readDirectory, type DirectoryEntry } from '../../archives/directory'
import { codingProblem, STORED } from '../../archives/entry-rules'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import { MANIFEST_PATH, MOST_MANIFEST_BYTES, parseManifest, type Manifest } from './manifest'
import { MOST_BYTES, MOST_FILES, pathProblem, samePaths } from './portable-path'
import { invalidRunFile, REMEDY } from './run-file-invalid'
import { directory, framedBytes, localHeader } from './zip-frame'

/** A file that says it is a run: all of it but the content of its files was read and checked. */
export interface RunFile extends AsyncDisposable {
  readonly manifest: Manifest
  /** Of all files together. */
  readonly bytes: number
  /**
   * The content of a file of the manifest, checked against size, SHA-256 and CRC-32 as it is read.
   * @throws GlyphlabError `archive-invalid` at its end, where it is another one
   */
  content(path: string): AsyncGenerator<Buffer>
}

/**
 * Opens a file that {@link exportRun} has written, or that says so: it may come from anybody.
 * @throws GlyphlabError `archive-invalid` for all that Glyphlab does not write so, `run-newer` for a later version
 */
export async function openRunFile(path: string): Promise<RunFile> {
  const file = await openFile(path)
  try {
    const source = await fileSource(path, file)
    const { entries, manifest } = await readFrame(source)
    const entriesByPath = new Map(entries.map((entry) => [entry.name, entry]))
    return {
      manifest,
      bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
      content: (wanted) => {
        const entry = entriesByPath.get(wanted)
        const listed = manifest.files.find((one) => one.path === wanted)
        if (entry === undefined || listed === undefined)
          throw invalidRunFile(path, `it holds no ${wanted}`)
        return checkedContent(source, entry, listed.sha256)
      },
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw asOurs(path, error)
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // A pipe that lies in its place would be waited for without end.
    if ((await stat(path)).isFile()) return await open(path, 'r')
  } catch (cause) {
    throw invalidRunFile(path, `it cannot be read (${systemErrorCode(cause) ?? String(cause)})`)
  }
  throw invalidRunFile(path, 'it is no file')
}

async function readFrame(source: ByteSource) {
  const fault = (problem: string) => invalidRunFile(source.path, problem)
  if (source.bytes > MOST_BYTES)
    throw fault(`${source.bytes} bytes; the file of a run has ${MOST_BYTES} at most`)
  const entries = await readDirectory(source)
  const [first] = entries
  if (first?.name !== MANIFEST_PATH)
    throw fault(`it is no run: ${MANIFEST_PATH} is not its first file`)
  if (first.bytes > MOST_MANIFEST_BYTES)
    throw fault(`its ${MANIFEST_PATH} has ${first.bytes} bytes, at most ${MOST_MANIFEST_BYTES}`)
  requireStored(source, entries)
  const manifest = parseManifest(source.path, await manifestOf(source, first))
  requirePaths(source, manifest)
  requireSame(source, manifest, entries.slice(1))
  await requireFrame(source, entries)
  return { entries, manifest }
}

/** A later version may do otherwise with all but its manifest; of this one nothing unfolds. */
function requireStored(source: ByteSource, entries: readonly DirectoryEntry[]): void {
  if (entries.length > MOST_FILES + 1)
    throw invalidRunFile(source.path, `${entries.length} files; a run has ${MOST_FILES} at most`)
  const [first] = entries
  const problem = first && storedProblem(first)
  if (problem) throw invalidRunFile(source.path, `${MANIFEST_PATH}: ${problem}`)
}

function storedProblem({ flags, method, bytes, compressedBytes }: DirectoryEntry): string | null {
  const isPlain = method === STORED && bytes === compressedBytes
  return codingProblem(flags, method) ?? (isPlain ? null : 'it is compressed')
}

async function manifestOf(source: ByteSource, { headerStart, name, bytes }: DirectoryEntry) {
  const start = headerStart + localHeader({ path: name, bytes, crc32: 0 }).length
  if (start + bytes > source.bytes)
    throw invalidRunFile(source.path, `its ${MANIFEST_PATH} lies outside of it`)
  return (await source.read(start, start + bytes)).toString('utf8')
}

function requirePaths(source: ByteSource, { files }: Manifest): void {
  for (const { path, bytes } of files) {
    const problem = pathProblem(path, bytes)
    if (problem !== null) throw invalidRunFile(source.path, `${shown(path)}: ${problem}`)
  }
  const same = samePaths(files.map(({ path }) => path))
  if (same !== null)
    throw invalidRunFile(
      source.path,
      `${shown(same[0])} and ${shown(same[1])} have the same name on some systems`,
    )
}

function requireSame(
  source: ByteSource,
  { files }: Manifest,
  entries: readonly DirectoryEntry[],
): void {
  const { path } = source
  const other = entries.find((entry) => !files.some((file) => file.path === entry.name))
  if (other !== undefined)
    throw invalidRunFile(path, `its ${MANIFEST_PATH} does not know of ${shown(other.name)}`)
  for (const [index, file] of files.entries()) {
    const entry = entries[index]
    if (entry?.name !== file.path)
      throw invalidRunFile(path, `its ${MANIFEST_PATH} names ${shown(file.path)}, which is missing`)
    const problem =
      storedProblem(entry) ??
      (entry.bytes === file.bytes
        ? null
        : `it has ${entry.bytes} bytes, ${file.bytes} by ${MANIFEST_PATH}`)
    if (problem !== null) throw invalidRunFile(path, `${shown(file.path)}: ${problem}`)
  }
}

/** Every byte that is no file's content is as Glyphlab writes it, so nothing is hidden and nothing read in two ways. */
async function requireFrame(source: ByteSource, entries: readonly DirectoryEntry[]): Promise<void> {
  const files = entries.map(({ name, bytes, crc32: sum }) => ({ path: name, bytes, crc32: sum }))
  const fault = (where: string) =>
    invalidRunFile(source.path, `${where} is not as Glyphlab writes it`)
  if (framedBytes(files) !== source.bytes) throw fault('its length')
  let position = 0
  for (const file of files) {
    const header = localHeader(file)
    const found = await source.read(position, position + header.length)
    if (!found.equals(header)) throw fault(`what precedes ${shown(file.path)}`)
    position += header.length + file.bytes
  }
  if (!(await source.read(position, source.bytes)).equals(directory(files)))
    throw fault('its directory')
}

async function* checkedContent(
  source: ByteSource,
  entry: DirectoryEntry,
  sha256: string,
): AsyncGenerator<Buffer> {
  const { name: path, bytes, headerStart } = entry
  const start = headerStart + localHeader({ path, bytes, crc32: 0 }).length
  const hash = createHash('sha256')
  let checksum = 0
  for await (const piece of piecesOf(source, start, start + bytes)) {
    hash.update(piece)
    checksum = crc32(piece, checksum)
    yield piece
  }
  if (hash.digest('hex') !== sha256 || checksum !== entry.crc32)
    throw invalidRunFile(source.path, `${shown(path)} is damaged: its checksum does not match`)
}

/** Other archives are refused with another hint. */
function asOurs(path: string, error: unknown): GlyphlabError {
  if (!(error instanceof GlyphlabError))
    return invalidRunFile(path, `it cannot be read (${systemErrorCode(error) ?? String(error)})`)
  return error.code === 'archive-invalid'
    ? new GlyphlabError('archive-invalid', error.message, REMEDY, { cause: error })
    : error
}

/** A name may be 64 KiB of anything. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name)
}
