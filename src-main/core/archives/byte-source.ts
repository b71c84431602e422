import type { FileHandle } from 'node:fs/promises'
import { archiveInvalid } from './archive-invalid'

/** Bytes that can be read at any place: a file on the disk or on a server. */
export interface ByteSource {
  /** Of the file, for messages. */
  readonly path: string
  readonly bytes: number
  /** The bytes of `[start, end)`, which lie within the file: all of them, or it throws. */
  read(start: number, end: number): Promise<Buffer>
}

const CHUNK_BYTES = 256 * 1024

/** @throws GlyphlabError `archive-invalid`, while reading, where the file has become shorter */
export async function fileSource(path: string, file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat()
  return {
    path,
    bytes: size,
    async read(start, end) {
      const buffer = Buffer.allocUnsafe(end - start)
      for (let filled = 0; filled < buffer.length;) {
        const { bytesRead } = await file.read(
          buffer,
          filled,
          buffer.length - filled,
          start + filled,
        )
        if (bytesRead === 0) throw archiveInvalid(path, `ends after ${start + filled} bytes`)
        filled += bytesRead
      }
      return buffer
    },
  }
}

/** A stretch of a source, piece by piece: as much is read as is asked for. */
export async function* piecesOf(
  source: ByteSource,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  for (let position = start; position < end; position += CHUNK_BYTES)
    yield await source.read(position, Math.min(position + CHUNK_BYTES, end))
}
