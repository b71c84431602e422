import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { GlyphlabError } from '../../errors'
import type { ReportProgress } from './install-progress'

export interface ExtractOptions {
  readonly onProgress: ReportProgress
  readonly signal: AbortSignal | undefined
}

/**
 * Takes chosen members out of a zip file, streaming, each checked against its size and CRC-32.
 *
 * @param target where a member goes (an absolute path), or undefined to leave it out
 * @returns the names of the members taken
 * @throws GlyphlabError `runtime-install-failed` when the file is truncated or damaged
 */
export async function extractMembers(
  zipFile: string,
  target: (member: string) => string | undefined,
  { onProgress, signal }: ExtractOptions,
): Promise<ReadonlySet<string>> {
  const zip = await openZip(zipFile)
  try {
    const members = await chosenMembers(zip, zipFile, target)
    const bytesTotal = members.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0)
    let bytesDone = 0
    for (const { entry, path } of members) {
      await mkdir(dirname(path), { recursive: true })
      await extract(zip, entry, path, signal, (byteCount) => {
        bytesDone += byteCount
        onProgress({ phase: 'unpacking', bytesDone, bytesTotal })
      }).catch((error: unknown) => {
        throw readError(error, signal, `${basename(zipFile)}: member ${entry.fileName}`)
      })
    }
    return new Set(members.map(({ entry }) => entry.fileName))
  } finally {
    zip.close()
  }
}

async function openZip(zipFile: string): Promise<ZipFile> {
  try {
    return await openPromise(zipFile, { autoClose: false })
  } catch (error) {
    throw damaged(basename(zipFile), error)
  }
}

async function chosenMembers(
  zip: ZipFile,
  zipFile: string,
  target: (member: string) => string | undefined,
): Promise<readonly { readonly entry: Entry; readonly path: string }[]> {
  const members = []
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName.endsWith('/') ? undefined : target(entry.fileName)
      if (path !== undefined) members.push({ entry, path })
    }
  } catch (error) {
    throw damaged(basename(zipFile), error)
  }
  return members
}

async function extract(
  zip: ZipFile,
  entry: Entry,
  path: string,
  signal: AbortSignal | undefined,
  onBytes: (byteCount: number) => void,
): Promise<void> {
  let checksum = 0
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      checksum = crc32(chunk, checksum)
      onBytes(chunk.length)
      done(null, chunk)
    },
    // yauzl checks the size and leaves the checksum to its caller.
    flush(done) {
      done(checksum === entry.crc32 ? null : new Error('its checksum does not match'))
    },
  })
  const source = await zip.openReadStreamPromise(entry)
  await pipeline(source, check, createWriteStream(path), signal === undefined ? {} : { signal })
}

/** Faults of the disk and an abort pass; what is left is the zip's own. */
function readError(error: unknown, signal: AbortSignal | undefined, what: string): unknown {
  if (signal?.aborted) return signal.reason
  const isDisk = error instanceof Error && 'syscall' in error
  return isDisk ? error : damaged(what, error)
}

function damaged(what: string, cause: unknown): GlyphlabError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new GlyphlabError(
    'runtime-install-failed',
    `${what} is truncated or damaged: ${why}`,
    undefined,
    { cause },
  )
}
