import { dirname } from 'node:path'
import { removeLeftovers } from '../files/atomic-write'
import { despiteFullDisk } from '../files/despite-full-disk'
import { holdLock } from '../files/hold-lock'
import { isHeld, readLock } from '../files/lock-file'
import { sketchesPath } from './sketches-log'

/** A change is written within milliseconds, and a data set of thousands within a second. */
const PATIENCE_MS = 10_000

/**
 * Works while no other process changes sketches.
 * @throws GlyphlabError `output-failed` where another one does so for long, that or `disk-full` where there can be
 *   no lock; whatever `work` throws
 */
export async function lockLog<Value>(home: string, work: () => Promise<Value>): Promise<Value> {
  return holdLock(
    lockPath(home),
    async () => {
      await removeLeftovers(dirname(lockPath(home)))
      return work()
    },
    { patienceMs: PATIENCE_MS },
  )
}

/** As {@link lockLog}, for what makes room: where the disk has none for a lock, it goes without. */
export async function lockLogDespiteFullDisk<Value>(
  home: string,
  work: () => Promise<Value>,
): Promise<Value> {
  return despiteFullDisk(
    (held) => lockLog(home, held),
    work,
    async () => {
      const found = await readLock(lockPath(home))
      return found !== undefined && isHeld(found)
    },
  )
}

function lockPath(home: string): string {
  return `${sketchesPath(home)}.lock`
}
