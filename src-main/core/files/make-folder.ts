import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { dataHome } from '../data-home'
import { systemErrorCode } from './file-error'

/** For what no other user of the machine is to see. */
export const PRIVATE_FOLDER = 0o700
const USUAL_FOLDER = 0o777

/**
 * Makes a folder and those above it, where they are not there yet. The data home is its user's alone; one
 * that somebody has made stays as it is. Node's own `recursive` never comes back
 * where the system says ENOENT for a folder whose parent is there, as below `/proc`.
 * @param mode of this folder, not of those above it; what the system gives a new one where left out
 * @throws the system's error
 */
export async function makeFolder(path: string, mode = usualMode(path)): Promise<void> {
  const parent = dirname(path)
  try {
    await mkdirUnlessThere(path, mode)
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || parent === path) throw error
    await makeFolder(parent)
    await mkdirUnlessThere(path, mode)
  }
}

function usualMode(path: string): number {
  return path === dataHome() ? PRIVATE_FOLDER : USUAL_FOLDER
}

async function mkdirUnlessThere(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    // Of a folder that is there, not every system says EEXIST: it may be a drive, or read-only.
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory() !== true) throw error
  }
}
