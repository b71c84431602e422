import { extname, join, normalize, sep } from 'node:path'

export const SCHEME = 'app'
const HOST = 'glyphlab'
export const WINDOW_URL = `${SCHEME}://${HOST}/`

/** Whether an address is of this scheme and host; false for what is no address. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  // Not `origin`, which is the string 'null' for a scheme that Node does not know.
  const { protocol, host } = new URL(address)
  return protocol === `${SCHEME}:` && host === HOST
}

/** The file behind an address, or false where it would lie outside the folder. */
export function fileOf(address: string, folder: string): string | false {
  try {
    const path = decodeURIComponent(new URL(address).pathname)
    // A place in the window, such as /settings, is the window's own business.
    const file = normalize(join(folder, extname(path) === '' ? 'index.html' : path))
    return file.startsWith(folder + sep) && !file.includes('\0') && file
  } catch {
    return false
  }
}
