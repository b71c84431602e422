import { addAbortSignal, type Readable } from 'node:stream'
import { writeFileAtomically } from '../files/atomic-write'

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
  if (signal) addAbortSignal(signal, content)
  try {
    await writeFileAtomically(path, content)
  } catch (error) {
    content.destroy()
    signal?.throwIfAborted()
    throw error
  }
}
