import { randomUUID } from 'node:crypto'
import { opendir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  handedOverIdSchema,
  type HandedOver,
  type HandedOverId,
} from '../../../src-preload/contract/bridge/hand-over'
import { GlyphlabError } from '../../core/errors'
import { removeLeftovers } from '../../core/files/atomic-write'
import { makeFolder, PRIVATE_FOLDER } from '../../core/files/make-folder'
import { sizeOf } from '../../core/files/size-of'
import { temporaryName } from '../../core/files/temporary-name'
import { fileProblem } from './file-problem'
import { gatherFiles } from './gather-files'

const PREFIX = 'session-'

/** Which window handed it over. */
type Owner = string

interface Entry {
  readonly owner: Owner
  readonly handedOver: HandedOver
  readonly path: string
  /** Of our own making, and removed at the end; null where it is the user's own place. */
  readonly copy: string | null
  /** How many jobs read it: then it outlives its window. */
  readers: number
  /** Whether it goes with the last of them, since it was released or its window is gone. */
  isLeft: boolean
}

type NewEntry = Pick<Entry, 'owner' | 'path' | 'copy'>

/**
 * What windows have handed over: the only files outside the data home that they can name, and only by an id.
 * A file on the desktop stays where it is; one that a browser has sent lies in a folder of its own below
 * `<home>/handed-over` until it is released.
 */
export class HandedOverFiles {
  readonly #entries = new Map<HandedOverId, Entry>()

  /** Also removes what a program that ended without warning has left in the data home. */
  static async open(home: string): Promise<HandedOverFiles> {
    const parent = join(home, 'handed-over')
    await removeLeftovers(parent, PREFIX).catch(() => undefined)
    // Several programs may have windows on one data home.
    return new HandedOverFiles(temporaryName(join(parent, `${PREFIX}${randomUUID()}`)))
  }

  private constructor(readonly folder: string) {}

  /**
   * Takes in files and folders where they lie. Several become one folder, named after the one they are in.
   * @throws GlyphlabError `dataset-missing` where there is no such file
   */
  async add(paths: readonly [string, ...string[]], owner: Owner): Promise<HandedOver> {
    const [first] = paths
    if (paths.length === 1)
      return this.#enter({ owner, path: first, copy: null, ...(await measured(first)) })
    const copy = await this.makeFolder()
    try {
      const folder = join(copy, basename(dirname(first)) || 'files')
      await gatherFiles(paths, folder)
      const sizes = await Promise.all(paths.map(measured))
      return this.#enter({
        ...{ owner, path: folder, copy, kind: 'folder' },
        files: sizes.reduce((sum, { files }) => sum + files, 0),
        bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      })
    } catch (error) {
      await rm(copy, { recursive: true, force: true })
      throw error
    }
  }

  /** Takes in what a window has sent: `path` lies in `folder`, which was made by {@link makeFolder}. */
  async addCopy(path: string, folder: string, owner: Owner): Promise<HandedOver> {
    return this.#enter({ owner, path, copy: folder, ...(await measured(path)) })
  }

  /** A new folder for what a window sends; its name is as good as any id. */
  async makeFolder(): Promise<string> {
    const folder = join(this.folder, randomUUID())
    await makeFolder(folder, PRIVATE_FOLDER)
    return folder
  }

  /**
   * Where it lies. From now on it stays until {@link release} or {@link letGo}, even if its window is closed meanwhile.
   * @throws GlyphlabError `dataset-missing` where it is not there any more
   */
  pathOf(id: HandedOverId): string {
    const entry = this.#require(id)
    entry.readers += 1
    return entry.path
  }

  /** What it is. @throws GlyphlabError as {@link pathOf} */
  describe(id: HandedOverId): HandedOver {
    return this.#require(id).handedOver
  }

  /** Whether what lies at its path is ours, and goes with it. */
  isCopy(id: HandedOverId): boolean {
    return this.#require(id).copy !== null
  }

  /** A job reads it no longer, though another may yet: it stays as long as its window does. Never rejects. */
  async letGo(id: HandedOverId): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.readers = Math.max(entry.readers - 1, 0)
    await this.#removeUnread([id, entry])
  }

  /**
   * Forgets it once no job reads it, and removes it where it is a copy of ours. Never rejects; what cannot be
   * removed goes at the next start.
   */
  async release(id: HandedOverId): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry !== undefined) entry.isLeft = true
    await this.letGo(id)
  }

  /** A window needs it no more: it goes with the last job that reads it. Another window's stays. Never rejects. */
  async withdraw(id: HandedOverId, owner: Owner): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry?.owner !== owner) return
    entry.isLeft = true
    await this.#removeUnread([id, entry])
  }

  /** A window is gone: what it handed over and nobody reads goes, too. */
  async releaseOf(owner: Owner): Promise<void> {
    const own = [...this.#entries].filter(([, entry]) => entry.owner === owner)
    for (const [, entry] of own) entry.isLeft = true
    await Promise.all(own.map((each) => this.#removeUnread(each)))
  }

  /** Removes everything of ours: at the end. */
  async clear(): Promise<void> {
    this.#entries.clear()
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined)
  }

  async #removeUnread([id, { isLeft, readers, copy }]: readonly [
    HandedOverId,
    Entry,
  ]): Promise<void> {
    if (!isLeft || readers > 0) return
    this.#entries.delete(id)
    if (copy !== null) await rm(copy, { recursive: true, force: true }).catch(() => undefined)
  }

  #require(id: HandedOverId): Entry {
    const entry = this.#entries.get(id)
    if (entry !== undefined) return entry
    throw new GlyphlabError(
      'dataset-missing',
      'the files that were handed over are not there any more',
      'Drop or choose them again.',
    )
  }

  #enter({ owner, path, copy, ...size }: NewEntry & Size): HandedOver {
    const id = handedOverIdSchema.parse(randomUUID())
    const handedOver: HandedOver = { id, name: basename(path), ...size }
    this.#entries.set(id, {
      owner,
      handedOver,
      path,
      copy,
      readers: 0,
      isLeft: false,
    })
    return handedOver
  }
}

/** Enough to tell a user what was dropped; a folder with more is not walked to its end. */
const MOST_COUNTED = 200_000

type Size = Pick<HandedOver, 'kind' | 'files' | 'bytes'>

async function measured(path: string): Promise<Size> {
  const status = await stat(path).catch((cause: unknown) => {
    throw fileProblem(path, cause)
  })
  if (status.isFile()) return { kind: 'file', files: 1, bytes: status.size }
  if (!status.isDirectory()) throw notAFile(path)
  let files = 0
  let bytes = 0
  const walk = async (folder: string): Promise<void> => {
    const entries = await opendir(folder).catch((cause: unknown) => {
      throw fileProblem(folder, cause)
    })
    for await (const entry of entries) {
      if (files >= MOST_COUNTED) return
      const inside = join(folder, entry.name)
      if (entry.isDirectory()) await walk(inside)
      else {
        files += 1
        bytes += (await sizeOf(inside)) ?? 0
      }
    }
  }
  await walk(path)
  if (files > 0) return { kind: 'folder', files, bytes }
  throw new GlyphlabError(
    'dataset-missing',
    `${basename(path)} is an empty folder`,
    'Drop or choose one with files in it.',
  )
}

function notAFile(path: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-missing',
    `${basename(path)} is neither a file nor a folder`,
    'Drop or choose a file or a folder.',
  )
}
