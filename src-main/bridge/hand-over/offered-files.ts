import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { offeredIdSchema, type OfferedId } from '../../../src-preload/contract/bridge/hand-over'

/** A file for a window in a browser. */
export interface OfferedFile {
  /** What it is to be called. */
  readonly name: string
  readonly path: string
  /** Of its own, and goes with it. */
  readonly folder: string
}

/** A browser asks for it at once; a window that was closed meanwhile never does. */
const KEPT_MS = 10 * 60_000

/** Files that were made for windows in browsers: each is fetched once, by an id that nobody else knows. */
export class OfferedFiles {
  readonly #files = new Map<
    OfferedId,
    { readonly file: OfferedFile; readonly timer: NodeJS.Timeout }
  >()

  /** @param keptMs for how long, where nobody asks for it */
  constructor(private readonly keptMs = KEPT_MS) {}

  offer(file: OfferedFile): OfferedId {
    const id = offeredIdSchema.parse(randomUUID())
    const timer = setTimeout(() => {
      this.#files.delete(id)
      void remove(file)
    }, this.keptMs).unref()
    this.#files.set(id, { file, timer })
    return id
  }

  /** The file, to be removed by {@link remove} when it was sent; null where there is none, or none any more. */
  take(id: string): OfferedFile | null {
    const known = offeredIdSchema.safeParse(id)
    const offered = known.success ? this.#files.get(known.data) : undefined
    if (!known.success || offered === undefined) return null
    clearTimeout(offered.timer)
    this.#files.delete(known.data)
    return offered.file
  }

  /** Removes what nobody has fetched. */
  async clear(): Promise<void> {
    const offered = [...this.#files.values()]
    this.#files.clear()
    for (const { timer } of offered) clearTimeout(timer)
    await Promise.all(offered.map(({ file }) => remove(file)))
  }
}

/** Never rejects: what cannot be removed goes at the next start. */
export async function remove({ folder }: OfferedFile): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}
