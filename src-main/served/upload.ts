import { randomUUID } from 'node:crypto'
import { open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PieceHead, UploadStart } from '../../src-preload/contract/bridge/hand-over-wire'
import { requireRoom } from '../core/download/free-space'
import { GlyphlabError } from '../core/errors'
import { systemErrorCode, writeError } from '../core/files/file-error'
import { makeFolder } from '../core/files/make-folder'
import { piecesOf } from './pieces'
import { safePath } from './safe-path'

/** What several files that were dropped together lie in. */
const FILES_FOLDER = 'files'

/** Files of a window that are on their way: they come piece by piece into a folder of their own. */
export class Upload {
  readonly id = randomUUID()
  #current: { readonly path: string; readonly file: FileHandle; bytes: number } | null = null
  #filesLeft: number
  #bytesLeft: number
  /** One request at a time. */
  #isBusy = false
  #isDropped = false

  /** @throws GlyphlabError `disk-full` */
  static async begin(folder: string, start: UploadStart): Promise<Upload> {
    try {
      await requireRoom(join(folder, 'any'), start.bytes)
      return new Upload(folder, start)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  private constructor(
    readonly folder: string,
    { files, bytes }: UploadStart,
  ) {
    this.#filesLeft = files
    this.#bytesLeft = bytes
  }

  /**
   * Writes the pieces of a request.
   * @throws GlyphlabError `request-invalid` where they are not what was said to come, or lead out of the folder;
   *   `disk-full` or `output-failed`
   */
  async take(body: AsyncIterable<Buffer>): Promise<void> {
    if (this.#isBusy) throw invalid('two requests at once')
    this.#isBusy = true
    try {
      for await (const piece of piecesOf(body))
        switch (piece.kind) {
          case 'head':
            await this.#begin(piece.head)
            break
          case 'bytes':
            await this.#write(piece.bytes)
        }
    } finally {
      this.#isBusy = false
      // What it was just making when the rest was removed.
      if (this.#isDropped) await this.drop()
    }
  }

  /**
   * Ends it, and answers where the one file or folder lies that was sent, or the folder of several.
   * @throws GlyphlabError `request-invalid` where something is missing, or still on its way
   */
  async finish(): Promise<string> {
    if (this.#isBusy) throw invalid('an end before the last piece')
    await this.#close()
    if (this.#filesLeft > 0 || this.#bytesLeft > 0) throw invalid('files are missing')
    const top = join(this.folder, FILES_FOLDER)
    const [only, ...others] = await readdir(top)
    return only !== undefined && others.length === 0 ? join(top, only) : top
  }

  /** Removes what has come. Never rejects. */
  async drop(): Promise<void> {
    this.#isDropped = true
    await this.#close().catch(() => undefined)
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined)
  }

  async #begin({ path: sent, offset, bytes }: PieceHead): Promise<void> {
    if (bytes > this.#bytesLeft) throw invalid('more bytes than were said to come')
    const path = join(this.folder, FILES_FOLDER, safePath(sent))
    if (offset === 0) {
      if (this.#filesLeft === 0) throw invalid('more files than were said to come')
      this.#filesLeft -= 1
      await this.#close()
      this.#current = { path, file: await created(path), bytes: 0 }
    } else if (this.#current?.path !== path || this.#current.bytes !== offset)
      throw invalid(`a piece of ${sent} out of its turn`)
    this.#bytesLeft -= bytes
  }

  async #write(bytes: Buffer): Promise<void> {
    const current = this.#current
    if (current === null) throw invalid('bytes of no file')
    try {
      await current.file.writeFile(bytes)
      current.bytes += bytes.length
    } catch (cause) {
      throw writeError(current.path, cause)
    }
  }

  async #close(): Promise<void> {
    const current = this.#current
    this.#current = null
    await current?.file.close()
  }
}

async function created(path: string): Promise<FileHandle> {
  try {
    await makeFolder(dirname(path))
    return await open(path, 'wx')
  } catch (cause) {
    // Names that differ in letter case alone are one where the system says so.
    if (systemErrorCode(cause) === 'EEXIST') throw invalid('two files of the same name')
    throw writeError(path, cause)
  }
}

function invalid(what: string): GlyphlabError {
  return new GlyphlabError('request-invalid', `hand over: ${what}`, 'Drop or choose them again.')
}
