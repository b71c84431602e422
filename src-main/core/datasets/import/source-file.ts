import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { GlyphlabError } from '../../errors'
import { streamContent } from '../../files/file-content'
import { systemErrorCode } from '../../files/file-error'
import { sizeText } from '../../number-text'
import type { KnownFile } from '../about'

/** A file of what is imported: on a disk, or a member of an archive. */
export interface SourceFile {
  /** Within its folder or archive, the parts of the path parted by `/`, in Unicode's NFC. */
  readonly name: string
  /** How many `open` gives. */
  readonly bytes: number
  /** What a message calls it. */
  readonly location: string
  /** @throws GlyphlabError `dataset-invalid` where there is no file */
  open(): Promise<Readable>
}

/** Large enough to keep the event loop out of the way, small enough to leave no heap of garbage. */
export const CHUNK_BYTES = 256 * 1024

/**
 * A file on a disk. What cannot be read says so when it is opened: nobody may ever ask for it.
 *
 * @param bytes its size where that is known already
 */
export async function diskFile(
  path: string,
  name = basename(path),
  bytes?: number,
): Promise<SourceFile> {
  return {
    name,
    bytes: bytes ?? (await sizeOf(path)),
    location: path,
    open: async () => {
      try {
        // A pipe would be waited for, without end and without a way to interrupt.
        if (!(await stat(path)).isFile()) throw invalidSource(path, 'is no file')
      } catch (error) {
        throw unreadable(path, error)
      }
      return createReadStream(path, { highWaterMark: CHUNK_BYTES })
    },
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const status = await stat(path)
    return status.isFile() ? status.size : 0
  } catch {
    return 0
  }
}

/** The last part of a name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** All of a name but its last part; empty where that is all. */
export function folderPart(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

/**
 * The whole content of a small file.
 * @throws GlyphlabError `dataset-invalid` where it is larger than `mostBytes`, or cannot be read
 */
export async function readSourceFile(file: SourceFile, mostBytes: number): Promise<Buffer> {
  const { location } = file
  try {
    const chunks: Buffer[] = []
    let bytes = 0
    const stream: AsyncIterable<Buffer> = await file.open()
    for await (const chunk of stream) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > mostBytes) throw invalidSource(location, `larger than ${sizeText(mostBytes)}`)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    throw unreadable(location, error)
  }
}

/** What a file holds, for the record of where a data set comes from. */
export async function describeSourceFile(
  file: SourceFile,
  signal?: AbortSignal,
): Promise<KnownFile> {
  try {
    return { name: file.name, ...(await streamContent(await file.open(), signal)) }
  } catch (error) {
    signal?.throwIfAborted()
    throw unreadable(file.location, error)
  }
}

/** @param hint where another than that of `dataset-invalid` helps more */
export function invalidSource(
  location: string,
  problem: string,
  { cause, hint }: { readonly cause?: unknown; readonly hint?: string } = {},
): GlyphlabError {
  return new GlyphlabError('dataset-invalid', `${location}: ${problem}`, hint, { cause })
}

/** What reading a file threw, as an error that names it; one that does already stays as it is. */
export function unreadable(location: string, error: unknown): GlyphlabError {
  if (error instanceof GlyphlabError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return invalidSource(location, `cannot be read (${systemErrorCode(error) ?? reason})`, {
    cause: error,
  })
}
