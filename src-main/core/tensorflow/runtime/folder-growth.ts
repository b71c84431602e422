import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const POLL_MS = 250

/**
 * Watches how many bytes lie in some folders, for programs that do not report their own progress.
 *
 * @param onBytes told the sum of all file sizes whenever it has grown
 * @returns ends the watch; nothing is reported after it
 */
export function watchGrowth(
  folders: readonly string[],
  onBytes: (byteCount: number) => void,
): () => void {
  let largest = 0
  let watching = true
  const timer = setInterval(() => {
    sizeOfFiles(folders).then((sizeBytes) => {
      if (!watching || sizeBytes <= largest) return
      largest = sizeBytes
      onBytes(sizeBytes)
    }, ignoreMovedFile)
  }, POLL_MS)
  return () => {
    watching = false
    clearInterval(timer)
  }
}

/** A file that is moved away while it is measured is measured the next time. */
function ignoreMovedFile(): void {}

async function sizeOfFiles(folders: readonly string[]): Promise<number> {
  let sizeBytes = 0
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) sizeBytes += (await stat(join(entry.parentPath, entry.name))).size
    }
  }
  return sizeBytes
}
