import { statSync } from 'node:fs'
import { systemErrorCode } from './file-error'

/**
 * What changes when a file does; null where there is none. At once: a promise takes ten times as long, and
 * thousands are asked for.
 */
export function fileStamp(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    // The time of the change, too: what copies a file may set the other back.
    return found === undefined
      ? null
      : [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ')
  } catch (error) {
    return systemErrorCode(error) ?? String(error)
  }
}
