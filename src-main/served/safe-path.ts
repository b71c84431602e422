import { GlyphlabError } from '../core/errors'

/** Names and folders in folders that any data set of pictures has, and any file system takes. */
const LONGEST_NAME_BYTES = 255
const DEEPEST = 32

/** What Windows takes in no name. */
const WINDOWS_REFUSES = /[\\:*?"<>|\u0001-\u001f]|[. ]$/g

/**
 * The path of a file as a window names it, for a folder that it must not lead out of.
 * @throws GlyphlabError `request-invalid` for one that would, or that no file can have
 */
export function safePath(path: string, platform: string = process.platform): string {
  const names = path.split('/')
  const isSafe =
    names.length <= DEEPEST &&
    names.every(
      (name) =>
        name !== '' &&
        name !== '.' &&
        name !== '..' &&
        !name.includes('\0') &&
        Buffer.byteLength(name) <= LONGEST_NAME_BYTES,
    )
  if (!isSafe)
    throw new GlyphlabError(
      'request-invalid',
      `no file can be called ${JSON.stringify(path.slice(0, 100))}`,
      'Rename it, then drop or choose it again.',
    )
  return platform === 'win32'
    ? names.map((name) => name.replace(WINDOWS_REFUSES, '_')).join('/')
    : path
}
