import { realpath, stat, writeFile } from 'node:fs/promises'
import { writeFileAtomically } from './atomic-write'
import { writeError } from './file-error'

/**
 * Writes a file that a user named: replaced whole where it is a file, the one behind a link too. A device
 * or a pipe (`/dev/null`, `/dev/stdout`, `>(gzip …)`) is written to, where a rename would put a file in its
 * place.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`; an old file is then as it was
 */
export async function writeNamedFile(
  path: string,
  content: string | readonly Uint8Array[],
): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || found.isFile() || found.isDirectory())
    return writeFileAtomically(await realpath(path).catch(() => path), content)
  try {
    await writeFile(path, content)
  } catch (cause) {
    throw writeError(path, cause)
  }
}
