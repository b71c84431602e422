import { open, rm, writeFile } from 'node:fs/promises'
import { requireRoom } from '../download/free-space'
import type { DownloadProgress, RemoteFile } from '../download/remote-file'
import { internalError } from '../errors'
import { writeError } from '../files/file-error'
import { sizeOf } from '../files/size-of'
import { fileSource, type ByteSource } from './byte-source'
import { readDirectory, type DirectoryEntry } from './directory'
import { entryContent, requireReadable } from './entry-content'
import { findData } from './local-header'
import { unpackTo } from './unpack-entry'

/** Ends the name of an entry's bytes as they lie in the archive: fetched whole, not unpacked yet. */
const PACKED_SUFFIX = '.packed'

interface EntryDownloadOptions {
  readonly onProgress?: (progress: DownloadProgress) => void
  readonly signal?: AbortSignal | undefined
}

/** A file within an archive on a server. */
export interface RemoteEntry {
  readonly name: string
  /** Of its content, which is never longer. */
  readonly bytes: number
  readonly compressedBytes: number
  /**
   * Fetches this entry alone and unpacks it. What was fetched stays in `<path>.packed` until it is unpacked,
   * so that a drop or a kill costs little; what turns out to be damaged is removed.
   *
   * @throws GlyphlabError `archive-invalid`, `disk-full`, `output-failed`, or as `RemoteFile.download`
   */
  download(path: string, options?: EntryDownloadOptions): Promise<void>
}

/** A zip archive on a server, of which only the directory was read. */
export interface RemoteArchive {
  /** For messages. */
  readonly path: string
  readonly entries: readonly RemoteEntry[]
}

/**
 * Reads the directory of a zip archive on a server that has ranges: mostly by one request.
 * @throws GlyphlabError `archive-invalid`, or as `RemoteFile.readRange`
 */
export async function openRemoteArchive(file: RemoteFile): Promise<RemoteArchive> {
  const { url, bytes, hasRanges } = file
  if (!hasRanges || bytes === null) throw internalError(`${url} has no ranges`)
  const source: ByteSource = {
    path: url,
    bytes,
    read: (start, end) =>
      start === end ? Promise.resolve(Buffer.alloc(0)) : file.readRange(start, end),
  }
  const entries = await readDirectory(source)
  return { path: url, entries: entries.map((entry) => remoteEntry(file, source, entry)) }
}

function remoteEntry(file: RemoteFile, source: ByteSource, entry: DirectoryEntry): RemoteEntry {
  const { name, bytes, compressedBytes } = entry
  return {
    name,
    bytes,
    compressedBytes,
    async download(path, options = {}) {
      requireReadable(source.path, entry)
      await requireRoom(path, bytes)
      const packed = path + PACKED_SUFFIX
      if ((await sizeOf(packed)) !== compressedBytes)
        await fetchPacked(file, source, entry, packed, options)
      await unpackPacked(source.path, entry, packed, path, options.signal)
    },
  }
}

async function fetchPacked(
  file: RemoteFile,
  source: ByteSource,
  entry: DirectoryEntry,
  packed: string,
  { onProgress }: EntryDownloadOptions,
): Promise<void> {
  const range = await findData(source, entry)
  await rm(packed, { force: true })
  if (range.start === range.end) await writeFile(packed, '')
  else await file.download(packed, { range, ...(onProgress === undefined ? {} : { onProgress }) })
}

/** The packed bytes go once they are unpacked, or turn out to be wrong; on a full disk they stay. */
async function unpackPacked(
  archive: string,
  entry: DirectoryEntry,
  packed: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const file = await open(packed, 'r')
    try {
      const source = await fileSource(archive, file)
      const content = entryContent(archive, entry, source, { start: 0, end: entry.compressedBytes })
      await unpackTo(path, content, signal)
    } finally {
      await file.close()
    }
    await rm(packed, { force: true })
  } catch (cause) {
    const error = writeError(path, cause)
    if (error.code === 'archive-invalid') await rm(packed, { force: true })
    signal?.throwIfAborted()
    throw error
  }
}
