import { open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { faultPoint } from './fault-point'
import { writeError } from './file-error'
import { isAlive } from './lock-file'
import { processOfTemporaryName, temporaryName } from './temporary-name'
import { makeFolder } from './make-folder'
import { renamePatiently } from './rename-patiently'

/** So that a kill can fall between two parts of one file. */
const PIECE_BYTES = 4 * 2 ** 20

/** All of it, or what comes piece by piece. */
type WrittenContent = string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** For what no other user of the machine is to read. */
export const PRIVATE_FILE = 0o600

interface WriteOptions {
  /** Of the file, as `chmod` takes it; what the system gives a new one where left out. */
  readonly mode?: number
}

/**
 * Replaces a file whole: written beside it, flushed to the disk, renamed, and the folder flushed too. A
 * kill or power cut at any instant leaves the old file or the new one.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`; the old file is then as it was
 */
export async function writeFileAtomically(
  path: string,
  content: WrittenContent,
  { mode }: WriteOptions = {},
): Promise<void> {
  const temporary = temporaryName(path)
  const pieces = typeof content === 'string' ? [Buffer.from(content)] : content
  try {
    await writeDurably(temporary, pieces, mode)
    faultPoint('rename', path)
    await renamePatiently(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeError(path, cause)
  }
}

async function writeDurably(
  path: string,
  pieces: Exclude<WrittenContent, string>,
  mode: number | undefined,
): Promise<void> {
  faultPoint('create', path)
  const file = await open(path, 'w', mode)
  try {
    // One that a kill has left there keeps the mode it has.
    if (mode !== undefined) await file.chmod(mode)
    for await (const piece of pieces)
      for (let start = 0; start < piece.length; start += PIECE_BYTES) {
        faultPoint('write', path)
        await file.writeFile(piece.subarray(start, start + PIECE_BYTES))
      }
    faultPoint('fsync', path)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Removes what processes of this machine that are gone have left half-written in a folder.
 * @param startingWith only what is named after this
 */
export async function removeLeftovers(folder: string, startingWith = ''): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const processId = processOfTemporaryName(name)
    if (processId !== null && name.startsWith(startingWith) && !isAlive(processId))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Makes renames within a folder last through a power cut. Windows flushes no folders, and needs not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  faultPoint('fsync-folder', folder)
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes a folder that appears whole: filled under another name beside its own, then renamed.
 * @throws whatever `fill` throws, or GlyphlabError `disk-full` or `output-failed`
 */
export async function makeFolderAtomically(
  path: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path)
  try {
    // Of a process that was killed and had the number that is ours by now.
    await rm(temporary, { recursive: true, force: true })
    await makeFolder(temporary)
    await fill(temporary)
    await syncFolder(temporary)
    faultPoint('rename', path)
    await renamePatiently(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw writeError(path, cause)
  }
}
