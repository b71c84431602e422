/**
 * All of a zip archive but the content of its files. A portable run is written in one way only: files as they are,
 * one behind the other, no times, no permissions, no zip64, nothing in between. So equal runs make equal archives,
 * nothing can unfold, and what reads one can hold every byte of it against what would have been written.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3
 */
export interface FramedFile {
  readonly path: string
  readonly bytes: number
  readonly crc32: number
}

/** Version 2.0, by a Unix system: a regular file that all may read. */
const VERSION = 20
const MADE_BY = (3 << 8) | VERSION
const ATTRIBUTES = 0o100644 * 2 ** 16
/** Names are UTF-8. */
const FLAGS = 0x0800
/** The first of January 1980, before which there is nothing. */
const DATE = 0x21

const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22

/** What precedes the content of a file. */
export function localHeader(file: FramedFile): Buffer {
  const name = Buffer.from(file.path)
  const header = Buffer.alloc(LOCAL_BYTES)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, file, name)
  return Buffer.concat([header, name])
}

/** What follows the content of the last file: the directory and its end. */
export function directory(files: readonly FramedFile[]): Buffer {
  let position = 0
  const entries = files.map((file) => {
    const name = Buffer.from(file.path)
    const entry = Buffer.alloc(CENTRAL_BYTES)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(MADE_BY, 4)
    writeCommon(entry, 6, file, name)
    entry.writeUInt32LE(ATTRIBUTES, 38)
    entry.writeUInt32LE(position, 42)
    position += LOCAL_BYTES + name.length + file.bytes
    return Buffer.concat([entry, name])
  })
  const listed = Buffer.concat(entries)
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(position, 16)
  return Buffer.concat([listed, end])
}

/** How long an archive of these files is. */
export function framedBytes(files: readonly Pick<FramedFile, 'path' | 'bytes'>[]): number {
  const taken = files.map(
    ({ path, bytes }) => LOCAL_BYTES + CENTRAL_BYTES + 2 * Buffer.byteLength(path) + bytes,
  )
  return taken.reduce((sum, bytes) => sum + bytes, END_BYTES)
}

/** What local header and directory both have, from the version needed on: stored, at no time. */
function writeCommon(
  target: Buffer,
  start: number,
  { bytes, crc32 }: FramedFile,
  name: Buffer,
): void {
  target.writeUInt16LE(VERSION, start)
  target.writeUInt16LE(FLAGS, start + 2)
  target.writeUInt16LE(DATE, start + 8)
  target.writeUInt32LE(crc32, start + 10)
  target.writeUInt32LE(bytes, start + 14)
  target.writeUInt32LE(bytes, start + 18)
  target.writeUInt16LE(name.length, start + 22)
}
