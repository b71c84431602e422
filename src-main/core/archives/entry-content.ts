import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { GlyphlabError } from '../errors'
import { archiveInvalid } from './archive-invalid'
import { piecesOf, type ByteSource } from './byte-source'
import type { DirectoryEntry } from './directory'
import { codingProblem, STORED } from './entry-rules'
import type { DataRange } from './local-header'

const PIECE_BYTES = 64 * 1024

/** @throws GlyphlabError `archive-invalid` for an entry that is encrypted or compressed in an unknown way */
export function requireReadable(archive: string, entry: DirectoryEntry): void {
  const problem = codingProblem(entry.flags, entry.method)
  if (problem !== null) throw archiveInvalid(archive, problem, entry.name)
}

/**
 * The content of an entry, unpacked as it is asked for: nothing is held but the piece at hand, and no more
 * is given out than the directory promises.
 *
 * @param archive for messages
 * @param data where the compressed bytes lie in `source`
 * @throws GlyphlabError `archive-invalid`, from the stream, where there is more, less or other content
 */
export function entryContent(
  archive: string,
  entry: DirectoryEntry,
  source: ByteSource,
  data: DataRange,
): Readable {
  return Readable.from(checkedContent(archive, entry, source, data), { objectMode: false })
}

async function* checkedContent(
  archive: string,
  entry: DirectoryEntry,
  source: ByteSource,
  data: DataRange,
): AsyncGenerator<Buffer> {
  const fault = (problem: string, cause?: unknown): GlyphlabError =>
    archiveInvalid(archive, problem, entry.name, cause)
  let bytesDone = 0
  let checksum = 0
  const content = unpacked(entry, piecesOf(source, data.start, data.end))
  try {
    for await (const piece of content) {
      bytesDone += piece.length
      if (bytesDone > entry.bytes)
        throw fault(`it holds more than the ${entry.bytes} bytes it names`)
      checksum = crc32(piece, checksum)
      yield piece
    }
  } catch (error) {
    // What the disk says is not the archive's fault.
    if (error instanceof GlyphlabError || (error instanceof Error && 'syscall' in error))
      throw error
    const why = error instanceof Error ? error.message : String(error)
    throw fault(`it is truncated or damaged: ${why}`, error)
  }
  if (bytesDone < entry.bytes)
    throw fault(`it ends after ${bytesDone} of the ${entry.bytes} bytes it names`)
  if (checksum !== entry.crc32) throw fault('its checksum does not match: it is damaged')
}

async function* unpacked(
  { method }: DirectoryEntry,
  compressed: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  if (method === STORED) {
    yield* compressed
    return
  }
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES })
  // Its errors are met again, in `inflate`.
  pipeline(Readable.from(compressed, { objectMode: false }), inflate, () => undefined)
  yield* inflate
}
