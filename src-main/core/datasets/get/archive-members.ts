import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { archiveInvalid } from '../../archives/archive-invalid'
import { openArchive, type ArchiveEntry } from '../../archives/archive'
import { openRemoteArchive, type RemoteEntry } from '../../archives/remote-archive'
import { unpackTo } from '../../archives/unpack-entry'
import type { DownloadProgress } from '../../download/progress'
import { openRemoteFile, type RemoteFile } from '../../download/remote-file'
import { shownUrl } from '../../download/shown-url'
import { sizeOf } from '../../files/size-of'
import { sizeText } from '../../number-text'
import {
  httpOptions,
  OtherArchiveError,
  type FetchContext,
  type Members,
  type WantedFile,
} from './members'

/** NIST's has 561 MB; a server that does not say how long its own is could else fill the disk. */
const MOST_ARCHIVE_BYTES = 4e9

/** What a server gives that knows no ranges: all of it, kept until the files are taken out. */
const WHOLE_ARCHIVE = 'whole.zip'

/**
 * Files within an archive on a server, in whatever folder of it. Only those asked for are fetched, where the
 * server has ranges; else the whole archive, which is kept until it turns out to be wrong or the folder goes.
 *
 * @param authorization for the first host only
 * @throws GlyphlabError `archive-invalid`, or as `openRemoteFile`
 */
export async function openArchiveMembers(
  url: string,
  context: FetchContext,
  authorization?: string,
): Promise<Members> {
  context.onConnecting(shownUrl(url))
  const file = await openRemoteFile(url, {
    ...httpOptions(context),
    mostBytes: MOST_ARCHIVE_BYTES,
    ...(authorization === undefined ? {} : { authorization }),
  })
  return file.hasRanges && file.bytes !== null
    ? remoteMembers(file, context)
    : wholeArchiveMembers(file, context)
}

async function remoteMembers(file: RemoteFile, context: FetchContext): Promise<Members> {
  const { entries } = await openRemoteArchive(file)
  const { signal } = context
  return {
    source: file.url,
    async fetch(wanted, path) {
      const entry = findEntry(file.url, entries, wanted)
      await entry.download(path, {
        onProgress: (progress) =>
          context.onDownload(file.url, wanted.name, withoutPacking(progress, wanted), false),
        signal,
      })
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** What is compressed already is some bytes longer as an entry than by itself. */
function withoutPacking(progress: DownloadProgress, { bytes }: WantedFile): DownloadProgress {
  return { ...progress, bytesDone: Math.min(progress.bytesDone, bytes ?? Infinity) }
}

async function wholeArchiveMembers(file: RemoteFile, context: FetchContext): Promise<Members> {
  const path = join(context.folder, WHOLE_ARCHIVE)
  const isThere = file.bytes !== null && (await sizeOf(path)) === file.bytes
  if (!isThere) await fetchWhole(file, path, context)
  try {
    const archive = await openArchive(path)
    return {
      source: file.url,
      async fetch(wanted, target) {
        const entry = findEntry(file.url, archive.entries, wanted)
        await unpackTo(target, await entry.open(wanted.limitBytes), context.signal)
      },
      [Symbol.asyncDispose]: () => archive[Symbol.asyncDispose](),
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function fetchWhole(file: RemoteFile, path: string, context: FetchContext): Promise<void> {
  const size = file.bytes === null ? 'of unknown size' : sizeText(file.bytes)
  context.note(`${file.url} gives no single files: fetching the whole archive (${size})`)
  await rm(path, { force: true })
  const name = basename(new URL(file.url).pathname)
  await file.download(path, {
    onProgress: (progress) => context.onDownload(file.url, name, progress, true),
  })
}

/** Removes a whole archive that was fetched: it is wrong, or has been used. */
export async function discardWholeArchive({ folder }: FetchContext): Promise<void> {
  await rm(join(folder, WHOLE_ARCHIVE), { force: true })
}

function findEntry<T extends ArchiveEntry | RemoteEntry>(
  archive: string,
  entries: readonly T[],
  { name, bytes, limitBytes }: WantedFile,
): T {
  const named = entries.filter((entry) => entry.name === name || entry.name.endsWith(`/${name}`))
  const found = named.find((entry) => entry.bytes === bytes) ?? named[0]
  if (found === undefined) throw new OtherArchiveError(`${archive}: it holds no ${name}`)
  if (bytes !== null && found.bytes !== bytes)
    throw new OtherArchiveError(
      `${archive}, entry ${found.name}: it names ${found.bytes} bytes, expected ${bytes}`,
    )
  if (found.bytes > limitBytes)
    throw archiveInvalid(
      archive,
      `it names ${found.bytes} bytes, at most ${limitBytes} expected`,
      name,
    )
  return found
}
