import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system that is soon full, in memory; only root may mount one. */
export interface SmallDisk extends Disposable {
  readonly folder: string
}

/** @param size as mount takes it: `64k`, `3m` */
export function mountSmallDisk(size: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'glyphlab-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return {
    folder,
    [Symbol.dispose]: () => {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Whether this process may mount one; where not, tests that need it are skipped, loudly. */
export function mayMountDisks(): boolean {
  try {
    mountSmallDisk('64k')[Symbol.dispose]()
    return true
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error)
    console.warn(`SKIPPED: tests on a full disk, since none can be mounted here (${reason})`)
    return false
  }
}
