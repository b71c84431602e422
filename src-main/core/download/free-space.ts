import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GlyphlabError } from '../errors'
import { sizeText } from '../number-text'

/**
 * Finds out before anything is fetched whether it has room where it is to lie. A file system that does not
 * tell is believed to have.
 *
 * @param bytes what is still to be written
 * @throws GlyphlabError `disk-full`
 */
export async function requireRoom(path: string, bytes: number): Promise<void> {
  const folder = dirname(path)
  const found = await statfs(folder).catch(() => undefined)
  if (found === undefined || found.blocks === 0) return
  const free = found.bavail * found.bsize
  if (bytes <= free) return
  throw new GlyphlabError(
    'disk-full',
    `${sizeText(bytes)} are needed in ${folder}, ${sizeText(free)} are free`,
  )
}
