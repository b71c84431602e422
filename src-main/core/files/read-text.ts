import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'

/** Windows knows no such flag, and no pipe that lies in a folder. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Many times what a file of ours takes: another one would fill the memory of all that it is passed to. */
export const LARGEST_TEXT_BYTES = 16 * 2 ** 20

/**
 * A small text file, read in one go: a promise takes ten times as long as the file, and hundreds are read for
 * a list. A pipe that lies in its place is empty: it would else be waited for without end. A device has no end.
 * @throws the system's error, and `EFBIG` for what is no small file
 */
export function readTextFile(path: string): string {
  const file = openSync(path, WITHOUT_WAITING)
  try {
    if (isTooLarge(fstatSync(file))) throw tooLarge(path)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

function isTooLarge(found: Stats): boolean {
  return found.size > LARGEST_TEXT_BYTES || found.isCharacterDevice() || found.isBlockDevice()
}

function tooLarge(path: string): Error {
  return Object.assign(new Error(`${path} has more than ${LARGEST_TEXT_BYTES} bytes`), {
    code: 'EFBIG',
  })
}
