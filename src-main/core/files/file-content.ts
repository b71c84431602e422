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
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}
