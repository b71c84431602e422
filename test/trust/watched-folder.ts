import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What lies in a folder, for a comparison: each path with its kind, mode, time and content. */
export async function listingOf(folder: string): Promise<readonly string[]> {
  const lines: string[] = []
  const walk = async (inside: string): Promise<void> => {
    const path = join(folder, inside)
    const status = await lstat(path)
    const about = `${inside} ${status.mode.toString(8)} ${status.mtimeMs}`
    if (status.isSymbolicLink()) lines.push(`${about} -> ${await readlink(path)}`)
    else if (status.isDirectory()) {
      lines.push(about)
      for (const name of await readdir(path)) await walk(join(inside, name))
    } else lines.push(`${about} ${sha256(await readFile(path))}`)
  }
  await walk('')
  return lines.sort()
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
