import { readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GetProgress } from '../../../../src-preload/contract/data-progress'
import { ConnectionTally } from '../../connections/connection-tally'
import type { Patience } from '../../download/patience'
import { removeLeftovers } from '../../files/atomic-write'
import { writeError } from '../../files/file-error'
import { holdLock } from '../../files/hold-lock'
import { makeFolder } from '../../files/make-folder'
import { readAbout, type DatasetAbout } from '../about'
import { datasetFolder } from '../dataset-folder'
import { requirePlace, type StoredDataset } from '../store-dataset'
import { GetTally } from './get-tally'
import type { FetchContext } from './members'

export interface GetOptions {
  readonly home: string
  /** What the data set is called in the data home. */
  readonly name: string
  /** Whether a data set of this name gives way. */
  readonly replace?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly patience?: Partial<Patience> | undefined
  readonly onProgress?: ((progress: GetProgress) => void) | undefined
  /** Told what the user should know, in a line. */
  readonly onNote?: ((line: string) => void) | undefined
}

/** A data set that is in the data home now. */
export interface GotDataset extends StoredDataset {
  /** Whether it was there before, or another process has fetched it meanwhile. */
  readonly wasThere: boolean
}

/** One data set that can be fetched, and how. */
export interface Fetching {
  /** Names the folder of what is under way, and its lock. */
  readonly key: string
  /** Of all files; null where nobody knows yet. */
  readonly bytesTotal: number | null
  /** Whether a data set of the wanted name is this one. */
  readonly isSame: (about: DatasetAbout) => boolean
  /** Fetches into the context's folder and makes a data set of it, or of what is in it. */
  readonly fetch: (context: FetchContext, tally: GetTally) => Promise<StoredDataset>
}

/**
 * Fetches a data set into the data home, unless it is there. What is under way lies in `downloads/<key>/`
 * until it is whole: whatever ends a call, the next goes on. Of two calls at once the second waits for the
 * first and takes what that has brought.
 *
 * @throws GlyphlabError `dataset-exists` where something else has the name; `disk-full` or `output-failed`;
 *   what `fetch` throws; the signal's reason
 */
export async function getDataset(
  { key, bytesTotal, isSame, fetch }: Fetching,
  options: GetOptions,
): Promise<GotDataset> {
  const { home, name, replace = false, signal } = options
  const tally = new GetTally(bytesTotal, (progress) => options.onProgress?.(progress))
  const folder = join(home, 'downloads', key)

  const before = await storedDataset(home, name)
  if (before && isSame(before.about) && !replace) return { ...before, wasThere: true }
  try {
    await requirePlace(await datasetFolder(home, name), replace)
  } catch (error) {
    // Another process may have brought it since.
    const now = await storedDataset(home, name)
    if (replace || now === null || !isSame(now.about)) throw error
    return { ...now, wasThere: true }
  }
  await makeFolderOrSay(dirname(folder))
  await removeLeftovers(dirname(folder), `${key}.`)

  const work = async (): Promise<GotDataset> => {
    const now = await storedDataset(home, name)
    const isFresh = now?.about.storedAt !== before?.about.storedAt
    if (now && isFresh && isSame(now.about)) return { ...now, wasThere: true }
    await makeFolderOrSay(folder)
    await removeLeftovers(folder)
    try {
      const context = fetchContext(folder, options, tally)
      const stored = await context.connections.during(signal, () => fetch(context, tally))
      await rm(folder, { recursive: true, force: true })
      return { ...stored, wasThere: false }
    } finally {
      // Where nothing has come, nothing is left.
      await rmdir(folder).catch(() => undefined)
    }
  }
  return holdLock(`${folder}.lock`, work, {
    signal,
    onWaiting: (holder) => tally.waitingFor(holder),
  })
}

function fetchContext(folder: string, options: GetOptions, tally: GetTally): FetchContext {
  return {
    folder,
    signal: options.signal,
    patience: options.patience,
    connections: new ConnectionTally(options.home, { kind: 'dataset', name: options.name }),
    note: (line) => options.onNote?.(line),
    onConnecting: (source) => tally.connecting(source),
    onWaiting: (waiting) => tally.waiting(waiting),
    onDownload: (...report) => tally.downloading(...report),
  }
}

/** Removes all but some files from the folder of what is under way. */
export async function keepOnly(folder: string, names: readonly string[]): Promise<void> {
  const kept = new Set(names)
  for (const name of await readdir(folder))
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true })
}

async function storedDataset(home: string, name: string): Promise<StoredDataset | null> {
  const folder = await datasetFolder(home, name)
  const about = await readAbout(folder)
  return about === null ? null : { name, folder, about }
}

async function makeFolderOrSay(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
}
