import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { archiveInvalid } from './archive-invalid'
import { fileSource, type ByteSource } from './byte-source'
import { readDirectory, type DirectoryEntry } from './directory'
import { entryContent, requireReadable } from './entry-content'
import { findData } from './local-header'

/** A file within an archive. */
export interface ArchiveEntry {
  /** Relative, `/`-separated; it never leads out of the archive. */
  readonly name: string
  /** Of its content, which is never longer; by itself it may be any number. */
  readonly bytes: number
  readonly compressedBytes: number
  /**
   * Its content, unpacked as it is read and checked against size and CRC-32.
   *
   * @param limitBytes the most that the caller is ready to take
   * @throws GlyphlabError `archive-invalid` where it names more, is encrypted or packed in an unknown way;
   *   the stream fails with the same where the content is not what the directory says
   */
  open(limitBytes?: number): Promise<Readable>
}

/** A zip archive whose directory was read and checked. */
export interface Archive extends AsyncDisposable {
  /** For messages. */
  readonly path: string
  /** Its files, without folders, in the order of its directory. */
  readonly entries: readonly ArchiveEntry[]
}

/**
 * Opens a zip archive on the disk.
 * @throws GlyphlabError `archive-invalid` as {@link readDirectory} does, or where it cannot be read
 */
export async function openArchive(path: string): Promise<Archive> {
  const file = await openFile(path)
  try {
    const source = await fileSource(path, file)
    const entries = await readDirectory(source)
    return {
      path,
      entries: entries.map((entry) => localEntry(source, entry)),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error instanceof GlyphlabError ? error : unreadable(path, error)
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): GlyphlabError {
  const why = systemErrorCode(cause) ?? String(cause)
  return archiveInvalid(path, `it cannot be read (${why})`, undefined, cause)
}

function localEntry(source: ByteSource, entry: DirectoryEntry): ArchiveEntry {
  const { name, bytes, compressedBytes } = entry
  return {
    name,
    bytes,
    compressedBytes,
    async open(limitBytes = Infinity) {
      requireReadable(source.path, entry)
      if (bytes > limitBytes)
        throw archiveInvalid(source.path, `${bytes} bytes, at most ${limitBytes} expected`, name)
      return entryContent(source.path, entry, source, await findData(source, entry))
    },
  }
}
