import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import { breakLock, isHeld, readLock, takeLock, type HeldLock } from '../../files/lock-file'
import { runtimeCacheFolder } from './cache-folder'
import { INSTALL_LOCK } from './install-folder'
import { cachedRuntimes, type RuntimeFolder } from './installed-runtimes'

/**
 * Removes every runtime of the per-user cache, older ones and unfinished ones too. What
 * GLYPHLAB_LIBTENSORFLOW names is the user's own and stays, and so does what an installed app brought with it.
 *
 * @param variant only those of one variant; all where left out
 * @returns what was removed
 * @throws GlyphlabError `runtime-busy` while a process installs one, or where the system will not remove it
 */
export async function removeRuntimes(
  environment: NodeJS.ProcessEnv = process.env,
  variant?: RuntimeFolder['variant'],
): Promise<readonly RuntimeFolder[]> {
  const root = runtimeCacheFolder(environment)
  const wanted = async () =>
    (await cachedRuntimes(environment)).filter(
      (folder) =>
        variant === undefined || (folder.variant === variant && folder.content !== 'binding'),
    )
  if ((await wanted()).length === 0) return []
  const lock = await lockForRemoval(join(root, INSTALL_LOCK))
  try {
    const found = await wanted()
    for (const { folder } of found) await removeFolder(folder)
    return found
  } finally {
    await lock.release()
    // Somebody may have put something of their own there.
    await rmdir(root).catch(() => undefined)
  }
}

/** Nobody waits for an installation only to undo it. */
async function lockForRemoval(lockFile: string): Promise<HeldLock> {
  for (;;) {
    const lock = await takeLock(lockFile)
    if (lock) return lock
    const found = await readLock(lockFile)
    if (found === undefined) continue
    if (isHeld(found)) {
      const who = found.holder === undefined ? 'another process' : `process ${found.holder.pid}`
      throw new GlyphlabError('runtime-busy', `${who} is installing a TensorFlow runtime`)
    }
    await breakLock(lockFile, found)
  }
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 })
  } catch (cause) {
    throw new GlyphlabError(
      'runtime-busy',
      `${folder} cannot be removed (${systemErrorCode(cause) ?? String(cause)})`,
      'End the Glyphlab processes that use it, check that the folder is yours, and run the command again.',
      { cause },
    )
  }
}
