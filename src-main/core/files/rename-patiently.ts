import { rename } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { systemErrorCode } from './file-error'
import { isFolder } from './is-folder'

const PATIENCE_MS = 10_000
const LONGEST_PAUSE_MS = 200

/**
 * Gives a file or folder another name, in place of a file that has it. Windows refuses that while anybody has one of
 * the two open, be it a reader of ours or a scanner of viruses: there it is tried again for a while. A folder that is
 * in the way stays in the way.
 *
 * @throws the system's error
 */
export async function renamePatiently(from: string, to: string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS
  for (let pauseMs = 10; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await rename(from, to)
    } catch (error) {
      const mayPass = isOfWindows(error) && performance.now() < deadlineMs
      if (!mayPass || (await isFolder(to))) throw error
      await delay(pauseMs)
    }
  }
}

function isOfWindows(error: unknown): boolean {
  const code = systemErrorCode(error) ?? ''
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code)
}
