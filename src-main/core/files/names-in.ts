import { readdir } from 'node:fs/promises'
import { systemErrorCode } from './file-error'

/** The names in a folder; none where there is no such folder, or but a link that leads nowhere. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return []
    throw error
  }
}
