import { setImmediate } from 'node:timers/promises'
import { fromRandomAccessReaderPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl'
import { GlyphlabError } from '../errors'
import { archiveInvalid } from './archive-invalid'
import type { ByteSource } from './byte-source'
import { nameProblem, typeProblem } from './entry-rules'
import { describeOtherFile } from './not-a-zip'
import { ReadAhead } from './read-ahead'

/** A file in an archive, as the directory at its end describes it. */
export interface DirectoryEntry {
  /** Relative, `/`-separated, checked: it leads nowhere else. */
  readonly name: string
  /** Of its content. */
  readonly bytes: number
  readonly compressedBytes: number
  readonly crc32: number
  /** Stored or deflated, where the entry can be read. */
  readonly method: number
  readonly flags: number
  /** Where its local header begins. */
  readonly headerStart: number
  /** As in the directory, which its local header must repeat. */
  readonly rawName: Buffer
  /** Where the next entry or the directory begins: what belongs to it lies before. */
  readonly regionEnd: number
}

const MOST_ENTRIES = 200_000
const MOST_DIRECTORY_BYTES = 64 * 2 ** 20
const LOCAL_HEADER_BYTES = 30
const DIRECTORY_ENTRY_BYTES = 46
const ENTRIES_A_TURN = 1000

/**
 * Reads the directory of a zip archive, zip64 too, and checks it as a whole. Folders are left out.
 *
 * @throws GlyphlabError `archive-invalid` for what is no zip, and for one with unsafe names, links, two
 *   entries of one name, or entries that share bytes
 */
export async function readDirectory(source: ByteSource): Promise<DirectoryEntry[]> {
  const zip = await openZip(source)
  try {
    if (zip.entryCount > MOST_ENTRIES)
      throw archiveInvalid(
        source.path,
        `${zip.entryCount} entries; at most ${MOST_ENTRIES} are read`,
      )
    // A number, whatever its type says.
    const directoryStart = Number(zip.readEntryCursor)
    const entries = await readEntries(source.path, zip)
    return withRegions(source.path, entries, directoryStart).filter(
      ({ name }) => !name.endsWith('/'),
    )
  } catch (error) {
    if (error instanceof GlyphlabError) throw error
    const place = `its directory is damaged at entry ${zip.entriesRead + 1} of ${zip.entryCount}`
    throw archiveInvalid(source.path, `${place}: ${reason(error)}`, undefined, error)
  } finally {
    zip.close()
  }
}

async function openZip(source: ByteSource): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new ReadAhead(source), source.bytes, {
      autoClose: false,
      decodeStrings: false,
      // Checked while reading, where the entry can be named.
      validateEntrySizes: false,
    })
  } catch (error) {
    if (error instanceof GlyphlabError) throw error
    const isOther = /signature not found/.test(reason(error))
    const problem = isOther ? await describeOtherFile(source) : `is damaged: ${reason(error)}`
    throw archiveInvalid(source.path, problem, undefined, error)
  }
}

type ReadEntry = Omit<DirectoryEntry, 'regionEnd'>

async function readEntries(archive: string, zip: ZipFile): Promise<ReadEntry[]> {
  const entries: ReadEntry[] = []
  const names = new Set<string>()
  let bytesRead = 0
  for await (const entry of zip.eachEntry()) {
    bytesRead += DIRECTORY_ENTRY_BYTES + entry.fileNameLength
    bytesRead += entry.extraFieldLength + entry.fileCommentLength
    if (bytesRead > MOST_DIRECTORY_BYTES)
      throw archiveInvalid(archive, `a directory of more than ${MOST_DIRECTORY_BYTES} bytes`)
    const checked = checkedEntry(archive, entry)
    if (names.has(checked.name)) throw archiveInvalid(archive, 'it is there twice', checked.name)
    names.add(checked.name)
    entries.push(checked)
    // Reads answered from memory would else keep all other work waiting.
    if (entries.length % ENTRIES_A_TURN === 0) await setImmediate()
  }
  return entries
}

function checkedEntry(archive: string, entry: Entry): ReadEntry {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry
  const name = getFileNameLowLevel(flags, fileNameRaw, extraFields, true)
  const problem =
    nameProblem(name) ??
    (name.endsWith('/') ? null : typeProblem(entry.versionMadeBy, entry.externalFileAttributes))
  if (problem !== null) throw archiveInvalid(archive, problem, name)
  return {
    name,
    bytes: entry.uncompressedSize,
    compressedBytes: entry.compressedSize,
    crc32: entry.crc32,
    method: entry.compressionMethod,
    flags,
    headerStart: entry.relativeOffsetOfLocalHeader,
    rawName: Buffer.from(fileNameRaw),
  }
}

/**
 * Entries that share bytes make a few kilobytes unfold to petabytes; no honest program writes them.
 * @see https://www.usenix.org/conference/woot19/presentation/fifield
 */
function withRegions(
  archive: string,
  entries: readonly ReadEntry[],
  directoryStart: number,
): DirectoryEntry[] {
  const inOrder = [...entries].sort((a, b) => a.headerStart - b.headerStart)
  const regions = new Map<ReadEntry, number>()
  inOrder.forEach((entry, index) => {
    const regionEnd = inOrder[index + 1]?.headerStart ?? directoryStart
    const least = LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes
    if (entry.headerStart + least > regionEnd)
      throw archiveInvalid(archive, 'it shares bytes with what follows it', entry.name)
    regions.set(entry, regionEnd)
  })
  return entries.map((entry) => ({ ...entry, regionEnd: regions.get(entry) ?? directoryStart }))
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
