import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { errorData } from '../../core/errors'
import { removeLeftovers } from '../../core/files/atomic-write'
import type { HeldLock } from '../../core/files/lock-file'
import { makeFolder } from '../../core/files/make-folder'
import { takeUnlessHeld } from '../../core/files/take-unless-held'
import { queuePath, readQueue, writeQueue, type KeptJob } from './queue-file'

/**
 * The queue of a data home on its disk, held by this program alone until it is closed: of two programs on one
 * data home only the first restores it and keeps its own.
 */
export class KeptQueue {
  /** What the session before has left. */
  readonly restored: readonly KeptJob[]
  readonly #path: string
  readonly #lock: HeldLock
  readonly #onFault: (fault: string) => void
  #wanted: readonly KeptJob[]
  /** What the file says. */
  #written: readonly KeptJob[]
  #writing: Promise<void> | undefined
  #isClosed = false

  private constructor(
    path: string,
    lock: HeldLock,
    restored: readonly KeptJob[],
    onFault: (fault: string) => void,
  ) {
    this.#path = path
    this.#lock = lock
    this.#onFault = onFault
    this.restored = this.#wanted = this.#written = restored
  }

  /** Null where another program holds it, or it cannot be held: then nothing is restored or kept. */
  static async open(home: string, onFault: (fault: string) => void): Promise<KeptQueue | null> {
    const path = queuePath(home)
    try {
      await makeFolder(home)
      const taken = await takeUnlessHeld(join(home, 'queue.lock'))
      if (!taken.ok) {
        const { pid, host } = taken.holder ?? { pid: 'unknown', host: 'unknown' }
        onFault(`the queue is not kept: another Glyphlab keeps its own (process ${pid} on ${host})`)
        return null
      }
      await removeLeftovers(home, basename(path))
      return new KeptQueue(path, taken.lock, await readQueue(path, onFault), onFault)
    } catch (thrown) {
      onFault(`the queue is not kept: ${errorData(thrown).message}`)
      return null
    }
  }

  /** Writes them where they are not what was kept before; of many at once the last ones stay. */
  keep(jobs: readonly KeptJob[]): void {
    if (this.#isClosed || isDeepStrictEqual(jobs, this.#wanted)) return
    this.#wanted = jobs
    this.#writing ??= this.#writeAll()
  }

  /** Resolves, never rejects, once the latest is written, or cannot be, and another program may hold it. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#writing
    // There may be room again for what could not be written.
    if (this.#wanted !== this.#written) await this.#write()
    await this.#lock.release().catch(() => undefined)
  }

  async #writeAll(): Promise<void> {
    for (let jobs; jobs !== this.#wanted;) {
      jobs = this.#wanted
      await this.#write()
    }
    this.#writing = undefined
  }

  async #write(): Promise<void> {
    const jobs = this.#wanted
    try {
      // Another machine may have taken it over from one that slept.
      if (!(await this.#lock.isStillHeld())) throw new Error('another program has taken it over')
      await writeQueue(this.#path, jobs)
      this.#written = jobs
    } catch (thrown) {
      const { message } = thrown instanceof Error ? thrown : errorData(thrown)
      this.#onFault(`the queue is not kept as it is: ${message}`)
    }
  }
}
