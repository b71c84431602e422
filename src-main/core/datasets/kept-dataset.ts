import { join } from 'node:path'
import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { fileStamp } from '../files/file-stamp'
import { namesIn } from '../files/names-in'
import { refreshMySketches } from '../sketches/my-sketches'
import { aboutPath } from './about'
import type { OwnDataset } from './corrections/corrections-log'
import { folderOfSource } from './dataset-folder'
import { parseDataFileName, mappingSplit } from './import/data-file-name'
import {
  openOwnDataset,
  withCorrections,
  type CorrectionsChoice,
  type OpenDataset,
} from './open-dataset'

/** Which data set, by what `openDataset` takes. */
export interface DatasetFiles {
  readonly home: string
  readonly source: string
  readonly split: string | null
}
export interface DatasetWanted extends DatasetFiles {
  readonly corrections: CorrectionsChoice
}

interface Kept<Value> {
  readonly key: string
  readonly stamp: string
  readonly opened: Promise<Value>
}

/** The largest takes 640 MB: too much to keep for a window that shows something else by now. */
const FORGOTTEN_MS = 120_000

/**
 * Keeps the data set that was opened last in memory, for as long as its files and corrections stay as they are,
 * and somebody asks for it now and then.
 */
export class KeptDataset {
  readonly #own = new KeptValue<OwnDataset>()
  readonly #corrected = new KeptValue<OpenDataset>()

  /**
   * @param signal of the whole program: who asks meanwhile for the same gets what is under way
   * @throws GlyphlabError as `openDataset`; the signal's reason when aborted
   */
  async open(wanted: DatasetWanted, signal?: AbortSignal): Promise<OpenDataset> {
    const { home, source, split, corrections } = wanted
    // Taken before the files are read: what is changed meanwhile is found the next time.
    const stamps = [await filesStamp(wanted), await correctionsStamp(home)]
    const key = JSON.stringify([home, source, split, corrections])
    return this.#corrected.get(key, JSON.stringify(stamps), async () =>
      withCorrections(await this.openOwn(wanted, signal), { home, source, corrections }),
    )
  }

  /** As {@link open}, but as its files have it. */
  async openOwn({ home, source, split }: DatasetFiles, signal?: AbortSignal): Promise<OwnDataset> {
    const stamp = await filesStamp({ home, source, split })
    return this.#own.get(JSON.stringify([home, source, split]), stamp, () =>
      openOwnDataset(source, { home, split: split ?? undefined, signal }),
    )
  }
}

/** What was asked for last, or is being made. */
class KeptValue<Value> {
  #kept: Kept<Value> | null = null
  #forgetting: NodeJS.Timeout | undefined

  async get(key: string, stamp: string, make: () => Promise<Value>): Promise<Value> {
    clearTimeout(this.#forgetting)
    this.#forgetting = setTimeout(() => (this.#kept = null), FORGOTTEN_MS)
    this.#forgetting.unref()
    const kept = this.#kept
    if (kept?.key === key && kept.stamp === stamp) return kept.opened
    const opened = make()
    const entry = { key, stamp, opened }
    this.#kept = entry
    opened.catch(() => {
      if (this.#kept === entry) this.#kept = null
    })
    return opened
  }
}

/** What changes when a file of the data set does. */
async function filesStamp({ home, source }: DatasetFiles): Promise<string> {
  if (source === MY_SKETCHES) await refreshMySketches(home)
  const folder = await folderOfSource(source, home)
  const names = (await namesIn(folder)).filter(
    (name) => parseDataFileName(name) !== null || mappingSplit(name) !== null,
  )
  return stampOf([aboutPath(folder), ...names.map((name) => join(folder, name))])
}

/** What changes when a log of corrections does. */
async function correctionsStamp(home: string): Promise<string> {
  const folder = join(home, 'corrections')
  return stampOf((await namesIn(folder)).map((name) => join(folder, name)))
}

function stampOf(paths: readonly string[]): string {
  return JSON.stringify(paths.toSorted().map((path) => [path, fileStamp(path)]))
}
