import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** A file as it was at some time, without its place. */
export interface FileContent {
  readonly bytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

/**
 * Reads a file for its length and SHA-256.
 * @throws the system's error, or the signal's reason
 */
export async function fileContent(path: string, signal?: AbortSignal): Promise<FileContent> {
  return streamContent(createReadStream(path, { highWaterMark: 1024 * 1024 }), signal)
}

/** As {@link fileContent}, of a file that is anywhere. */
export async function streamContent(
  stream: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<FileContent> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream) {
    signal?.throwIfAborted()
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
