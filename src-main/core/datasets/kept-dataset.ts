import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../files/names-in'
import { aboutPath } from './about'
import { folderOfSource } from './dataset-folder'
import { parseDataFileName, mappingSplit } from './import/data-file-name'
import { openDataset, type OpenDataset } from './open-dataset'

/** Which data set, by what `openDataset` takes. */
export interface DatasetWanted {
  readonly home: string
  readonly source: string
  readonly split: string | null
  readonly corrections: 'current' | 'none'
}

interface Kept {
  readonly key: string
  readonly stamp: string
  readonly opened: Promise<OpenDataset>
}

/** Keeps the data set that was opened last in memory, for as long as its files and corrections stay as they are. */
export class KeptDataset {
  #kept: Kept | null = null

  /**
   * @param signal of the whole program: who asks meanwhile for the same gets what is under way
   * @throws GlyphlabError as `openDataset`; the signal's reason when aborted
   */
  async open(wanted: DatasetWanted, signal?: AbortSignal): Promise<OpenDataset> {
    const key = JSON.stringify(wanted)
    // Taken before the files are read: what is changed meanwhile is found the next time.
    const stamp = await filesStamp(wanted)
    const kept = this.#kept
    if (kept?.key === key && kept.stamp === stamp) return kept.opened
    const { home, source, split, corrections } = wanted
    const opened = openDataset(source, { home, corrections, split: split ?? undefined, signal })
    const entry = { key, stamp, opened }
    this.#kept = entry
    opened.catch(() => {
      if (this.#kept === entry) this.#kept = null
    })
    return opened
  }
}

/** What changes when a file of the data set, or a log of corrections, does. */
async function filesStamp({ home, source }: DatasetWanted): Promise<string> {
  const folder = await folderOfSource(source, home)
  const names = (await namesIn(folder)).filter(
    (name) => parseDataFileName(name) !== null || mappingSplit(name) !== null,
  )
  const corrections = join(home, 'corrections')
  const logs = await namesIn(corrections)
  const paths = [
    aboutPath(folder),
    ...names.map((name) => join(folder, name)),
    ...logs.map((name) => join(corrections, name)),
  ]
  return JSON.stringify(await Promise.all(paths.sort().map(fileStamp)))
}

async function fileStamp(path: string): Promise<readonly (string | number)[]> {
  const found = await stat(path).catch(() => null)
  return found === null ? [path] : [path, found.ino, found.size, found.mtimeMs]
}
