import { archiveInvalid } from './archive-invalid'
import type { ByteSource } from './byte-source'
import type { DirectoryEntry } from './directory'

const HEADER_BYTES = 30
const SIGNATURE = 0x04034b50

/** Where the compressed bytes of an entry lie in its archive: `[start, end)`. */
export interface DataRange {
  readonly start: number
  readonly end: number
}

/**
 * Finds the data of an entry, which lies behind a header that repeats what the directory says.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.7
 * @throws GlyphlabError `archive-invalid` where header and directory differ
 */
export async function findData(source: ByteSource, entry: DirectoryEntry): Promise<DataRange> {
  const { headerStart, rawName, name, method, compressedBytes, regionEnd } = entry
  const header = await source.read(headerStart, headerStart + HEADER_BYTES + rawName.length)
  const namedBytes = header.readUInt16LE(26)
  const isSame =
    header.readUInt32LE(0) === SIGNATURE &&
    header.readUInt16LE(8) === method &&
    namedBytes === rawName.length &&
    header.subarray(HEADER_BYTES).equals(rawName)
  if (!isSame)
    throw archiveInvalid(source.path, 'what precedes its data is not what the directory says', name)
  const start = headerStart + HEADER_BYTES + namedBytes + header.readUInt16LE(28)
  const end = start + compressedBytes
  if (end > regionEnd)
    throw archiveInvalid(source.path, 'it shares bytes with what follows it', name)
  return { start, end }
}
