import { open, rm, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { syncFolder, writeFileAtomically } from '../files/atomic-write'
import { faultPoint } from '../files/fault-point'
import { systemErrorCode, writeError } from '../files/file-error'
import { jsonText } from '../files/json-text'
import { readTextFile } from '../files/read-text'
import { renamePatiently } from '../files/rename-patiently'

const originSchema = z.strictObject({
  /** As it may be shown. */
  url: z.string(),
  validator: z.string().nullable(),
  /** Of the whole file at the server. */
  bytesTotal: z.int().nonnegative().nullable(),
  /** Null for the whole file. */
  range: z.strictObject({ start: z.int().nonnegative(), end: z.int().nonnegative() }).nullable(),
})

/** Which bytes a part is the beginning of. */
export type PartOrigin = Readonly<z.infer<typeof originSchema>>

/**
 * The beginning of a file that is being fetched: `<path>.part`, and what it is the beginning of in
 * `<path>.part.json`. That is written first and the part emptied before it changes, so that bytes of one
 * version never count as those of another.
 */
export class PartFile implements AsyncDisposable {
  #bytes: number

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private origin: PartOrigin,
    bytes: number,
  ) {
    this.#bytes = bytes
  }

  /**
   * Goes on with the part that lies there, where it is of the same origin; else begins one.
   * @param length of the whole part, null where nobody knows
   * @throws GlyphlabError `disk-full` or `output-failed`
   */
  static async open(path: string, origin: PartOrigin, length: number | null): Promise<PartFile> {
    const names = namesOf(path)
    const isSame = JSON.stringify(readOrigin(names.origin)) === JSON.stringify(origin)
    let file: FileHandle | undefined
    try {
      faultPoint('create', names.part)
      file = await open(names.part, 'a')
      const { size } = await file.stat()
      const part = new PartFile(path, file, origin, size)
      if (!isSame || size > (length ?? size)) await part.restart(origin.validator)
      return part
    } catch (cause) {
      await file?.close()
      throw writeError(names.part, cause)
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  get validator(): string | null {
    return this.origin.validator
  }

  async append(piece: Uint8Array): Promise<void> {
    const { part } = namesOf(this.path)
    try {
      faultPoint('write', part)
      await this.file.appendFile(piece)
      this.#bytes += piece.length
    } catch (cause) {
      throw writeError(part, cause)
    }
  }

  /** Drops all bytes, and begins with those of a version of the file. */
  async restart(validator: string | null): Promise<void> {
    const names = namesOf(this.path)
    try {
      faultPoint('truncate', names.part)
      // Not by the handle: Windows lets one for appending do nothing else.
      await truncate(names.part, 0)
      this.#bytes = 0
      this.origin = { ...this.origin, validator }
      await writeFileAtomically(names.origin, jsonText(this.origin))
    } catch (cause) {
      throw writeError(names.part, cause)
    }
  }

  /** The part becomes the file: flushed, renamed, and the folder flushed too. */
  async complete(): Promise<void> {
    const names = namesOf(this.path)
    try {
      faultPoint('fsync', names.part)
      await this.file.sync()
      await this.file.close()
      faultPoint('rename', this.path)
      await renamePatiently(names.part, this.path)
      await rm(names.origin, { force: true })
      await syncFolder(dirname(this.path))
    } catch (cause) {
      throw writeError(this.path, cause)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file.close()
  }
}

/** Removes what has come of a file so far, as one whose checksum was wrong: the next download begins anew. */
export async function discardPart(path: string): Promise<void> {
  const { part, origin } = namesOf(path)
  await rm(part, { force: true })
  await rm(origin, { force: true })
}

function namesOf(path: string) {
  return { part: `${path}.part`, origin: `${path}.part.json` }
}

/** Null where there is none, or none that can be read: the part is then worth nothing. */
function readOrigin(path: string): PartOrigin | null {
  try {
    return parseOrigin(readTextFile(path))
  } catch (error) {
    if (systemErrorCode(error) !== undefined) return null
    throw error
  }
}

/** Null for what this program has not written. */
export function parseOrigin(text: string): PartOrigin | null {
  try {
    return originSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
