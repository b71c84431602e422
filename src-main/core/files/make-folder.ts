import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemErrorCode } from './file-error'

/**
 * Makes a folder and those above it, where they are not there yet. Node's own `recursive` never comes back
 * where the system says ENOENT for a folder whose parent is there, as below `/proc`.
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  const parent = dirname(path)
  try {
    await mkdirUnlessThere(path)
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || parent === path) throw error
    await makeFolder(parent)
    await mkdirUnlessThere(path)
  }
}

async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    // Of a folder that is there, not every system says EEXIST: it may be a drive, or read-only.
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory() !== true) throw error
  }
}
