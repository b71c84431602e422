import { buffer } from 'node:stream/consumers'
import { ZipFile, type Options } from 'yazl'

export interface MadeEntry extends Partial<Options> {
  readonly content: Uint8Array | string
}

/** A zip archive with these files, in this order, as another program would write it. */
export async function madeArchive(
  entries: Readonly<Record<string, MadeEntry | Uint8Array | string>>,
  options: { readonly zip64?: boolean; readonly comment?: string } = {},
): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, entry] of Object.entries(entries)) {
    const made =
      typeof entry === 'string' || entry instanceof Uint8Array ? { content: entry } : entry
    const { content, ...rest } = made
    if (name.endsWith('/')) zip.addEmptyDirectory(name)
    else
      zip.addBuffer(Buffer.from(content), name, {
        mtime: new Date(0),
        ...(options.zip64 === true ? { forceZip64Format: true } : {}),
        ...rest,
      })
  }
  zip.end({ forceZip64Format: options.zip64 === true, comment: options.comment ?? '' })
  return buffer(zip.outputStream)
}

/** Writes another text of the same length wherever the first one is: names that no program writes. */
export function withText(archive: Buffer, from: string, to: string): Buffer {
  const [old, fresh] = [Buffer.from(from), Buffer.from(to)]
  if (old.length !== fresh.length) throw new Error('another length')
  const changed = Buffer.from(archive)
  for (let at = changed.indexOf(old); at !== -1; at = changed.indexOf(old, at + 1))
    fresh.copy(changed, at)
  return changed
}

const DIRECTORY_SIGNATURE = Buffer.from('PK\x01\x02', 'latin1')

/** Where the n-th entry of the directory begins, in an archive without such bytes elsewhere. */
function directoryEntryAt(archive: Buffer, index: number): number {
  let at = archive.indexOf(DIRECTORY_SIGNATURE)
  for (let skipped = 0; skipped < index; skipped++)
    at = archive.indexOf(DIRECTORY_SIGNATURE, at + 1)
  return at
}

/** Offsets of fields of an entry of the directory (APPNOTE.TXT 4.3.12). */
const FIELD = { flags: 8, method: 10, crc32: 16, compressedBytes: 20, bytes: 24, headerStart: 42 }

/** Says something else in the directory about its n-th entry. */
export function withField(
  archive: Buffer,
  index: number,
  field: keyof typeof FIELD,
  value: number,
): Buffer {
  const changed = Buffer.from(archive)
  const at = directoryEntryAt(archive, index) + FIELD[field]
  if (field === 'flags' || field === 'method') changed.writeUInt16LE(value, at)
  else changed.writeUInt32LE(value, at)
  return changed
}
