import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What the files of a folder take on the disk, those of folders in it included; links count for nothing.
 * What is not there, or goes while it is read, has no size.
 */
export async function sizeOnDisk(folder: string): Promise<number> {
  let bytes = 0
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += await sizeOnDisk(path)
    else if (entry.isFile()) bytes += await fileSize(path)
  }
  return bytes
}

async function fileSize(path: string): Promise<number> {
  const status = await lstat(path).catch(() => null)
  if (status === null) return 0
  // Windows counts no blocks.
  return status.blocks > 0 ? status.blocks * 512 : status.size
}
