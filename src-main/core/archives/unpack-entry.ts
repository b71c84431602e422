import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { syncFolder } from '../files/atomic-write'
import { faultPoint } from '../files/fault-point'
import { writeError } from '../files/file-error'
import { temporaryName } from '../files/temporary-name'

/**
 * Writes what an entry holds to a file, which appears whole or not at all.
 *
 * @param content as `ArchiveEntry.open` gives it
 * @throws GlyphlabError `archive-invalid`, `disk-full` or `output-failed`; the signal's reason
 */
export async function unpackTo(
  path: string,
  content: Readable,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = temporaryName(path)
  try {
    await writePieces(temporary, content, signal)
    faultPoint('rename', path)
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    content.destroy()
    await rm(temporary, { force: true }).catch(() => undefined)
    signal?.throwIfAborted()
    throw writeError(path, cause)
  }
}

async function writePieces(
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  faultPoint('create', path)
  const file = await open(path, 'w')
  try {
    for await (const piece of content) {
      signal?.throwIfAborted()
      faultPoint('write', path)
      await file.writeFile(piece)
    }
    faultPoint('fsync', path)
    await file.sync()
  } finally {
    await file.close()
  }
}
