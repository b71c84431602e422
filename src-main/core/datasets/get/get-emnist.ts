import type { EmnistSplit } from '../../../../src-preload/contract/shelf'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { requireRoom } from '../../download/free-space'
import { writeFileAtomically } from '../../files/atomic-write'
import { sizeOf } from '../../files/size-of'
import type { StoredDataset } from '../store-dataset'
import { adoptFolder } from '../store-dataset'
import { usualMirrors } from './emnist-mirrors'
import { getDataset, keepOnly, type GetOptions, type GotDataset } from './get-dataset'
import type { GetTally } from './get-tally'
import type { FetchContext } from './members'
import { emnistName, officialEmnist, type PublishedSplit } from './official-emnist'
import { fetchVerified, missingFiles, requireMirror } from './verified-files'

export interface GetEmnistOptions extends Omit<GetOptions, 'name'> {
  /** `emnist-<split>` where left out. */
  readonly name?: string | undefined
  /** Archives (`….zip`) and folders (`…/`), in the order in which they are tried; {@link usualMirrors} where left out. */
  readonly mirrors?: readonly string[] | undefined
}

/**
 * Fetches a split of EMNIST as NIST publishes it: of its archive of 561 MB only the four files of the split,
 * each held against the published SHA-256.
 *
 * @param split one of EMNIST's, or what a test has published
 * @throws GlyphlabError `download-failed` where no mirror has the right files, and as {@link getDataset}
 */
export async function getEmnist(
  split: EmnistSplit | PublishedSplit,
  { mirrors = usualMirrors(), ...options }: GetEmnistOptions,
): Promise<GotDataset> {
  mirrors.forEach(requireMirror)
  const published = typeof split === 'string' ? officialEmnist(split) : split
  const key = emnistName(published.split)
  const getOptions = { ...options, name: options.name ?? key }
  return getDataset(
    {
      key,
      bytesTotal: totalBytes(published),
      isSame: ({ origin, split: stored }) => origin.kind === 'emnist' && stored === published.split,
      fetch: (context, tally) => fetchSplit(published, mirrors, getOptions, context, tally),
    },
    getOptions,
  )
}

async function fetchSplit(
  published: PublishedSplit,
  mirrors: readonly string[],
  options: GetOptions,
  context: FetchContext,
  tally: GetTally,
): Promise<StoredDataset> {
  const { files, mapping, split } = published
  const verifying = {
    ...context,
    onVerifying: (file: string) => tally.verifying(file),
    onVerified: ({ bytes }: { readonly bytes: number }) => tally.done(bytes),
  }
  const missing = await missingFiles(files, verifying)
  await requireRoomFor(missing, context.folder)
  const url = await fetchVerified(missing, mirrors, verifying)
  tally.storing()
  const mappingFile = `emnist-${split}-mapping.txt`
  await writeFileAtomically(join(context.folder, mappingFile), mapping)
  await keepOnly(context.folder, [...files.map(({ name }) => name), mappingFile])
  context.signal?.throwIfAborted()
  return adoptFolder(context.folder, { origin: { kind: 'emnist', url } }, options)
}

/** The largest file is there twice for a moment, as it came and unpacked; what came before takes no more room. */
async function requireRoomFor(files: PublishedSplit['files'], folder: string): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const largest = Math.max(0, ...files.map((file) => file.bytes))
  const begun = (await readdir(folder)).filter((name) =>
    files.some((file) => name.startsWith(`${file.name}.`)),
  )
  const sizes = await Promise.all(
    begun.map(async (name) => (await sizeOf(join(folder, name))) ?? 0),
  )
  await requireRoom(
    join(folder, 'any'),
    bytes + largest - sizes.reduce((sum, size) => sum + size, 0),
  )
}

function totalBytes({ files }: PublishedSplit): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
