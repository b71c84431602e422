import { stat } from 'node:fs/promises'

/** Whether there is a folder, or a link to one; false also where nobody can tell. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
