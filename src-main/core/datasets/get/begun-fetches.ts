import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EMNIST_SPLITS, type EmnistSplit } from '../../../../src-preload/contract/shelf'
import { despiteFullDisk } from '../../files/despite-full-disk'
import { holdLock } from '../../files/hold-lock'
import { isHeld, readLock } from '../../files/lock-file'
import { sizeOf } from '../../files/size-of'
import { emnistName, officialEmnist } from './official-emnist'

/** What has come of a split so far. */
export interface BegunFetch {
  readonly split: EmnistSplit
  readonly bytesDone: number
  readonly bytesTotal: number
}

/** One that is being ended by another process takes no longer. */
const PATIENCE_MS = 3_000

/** The splits whose fetching was begun and is not under way in another process. */
export async function begunFetches(home: string): Promise<BegunFetch[]> {
  const found = await Promise.all(
    EMNIST_SPLITS.map(async (split) => {
      const begun = await begunFetch(home, split)
      return begun.bytesDone > 0 && !(await isUnderWay(home, split)) ? [begun] : []
    }),
  )
  return found.flat()
}

/** How far the fetching of a split has come, whoever fetches it. */
export async function begunFetch(home: string, split: EmnistSplit): Promise<BegunFetch> {
  const folder = folderOf(home, split)
  const names = await readdir(folder).catch(() => [])
  const { files } = officialEmnist(split)
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const done = await Promise.all(
    files.map(async ({ name, bytes }) => {
      const own = names.filter(
        (each) => each === name || (each.startsWith(`${name}.`) && !each.endsWith('.json')),
      )
      const sizes = await Promise.all(own.map(async (each) => sizeOf(join(folder, each))))
      return Math.min(
        bytes,
        sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      )
    }),
  )
  // Of an archive that came whole, or is coming, nobody knows how much is of the split.
  const hasArchive = names.some((name) => name.startsWith('whole.zip'))
  const bytesDone = done.reduce((sum, bytes) => sum + bytes, 0)
  return { split, bytesDone: bytesDone === 0 && hasArchive ? 1 : bytesDone, bytesTotal }
}

/**
 * Removes what has come of a split.
 * @throws GlyphlabError `output-failed` where another process fetches it
 */
export async function discardFetch(home: string, split: EmnistSplit): Promise<void> {
  const folder = folderOf(home, split)
  await despiteFullDisk(
    (work) => holdLock(`${folder}.lock`, work, { patienceMs: PATIENCE_MS }),
    () => rm(folder, { recursive: true, force: true }),
    () => isUnderWay(home, split),
  )
}

async function isUnderWay(home: string, split: EmnistSplit): Promise<boolean> {
  const found = await readLock(`${folderOf(home, split)}.lock`).catch(() => undefined)
  return found !== undefined && isHeld(found)
}

function folderOf(home: string, split: EmnistSplit): string {
  return join(home, 'downloads', emnistName(split))
}
