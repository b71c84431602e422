import { open, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GlyphlabError } from '../errors'
import { syncFolder } from './atomic-write'
import { faultPoint } from './fault-point'
import { writeError } from './file-error'

/** A file that only grows. What `bytes` counts is on the disk once `sync` has resolved. */
export class AppendFile {
  #bytes: number

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    bytes: number,
  ) {
    this.#bytes = bytes
  }

  /**
   * Opens a file and cuts it to the length that is known to be good; what lies behind is dropped.
   * @throws GlyphlabError `run-damaged` where the file is shorter, `disk-full` or `output-failed`
   */
  static async open(path: string, bytes: number): Promise<AppendFile> {
    let file: FileHandle | undefined
    try {
      file = await open(path, 'a+')
      const { size } = await file.stat()
      if (size < bytes)
        throw new GlyphlabError('run-damaged', `${path} has ${size} bytes, expected ${bytes}`)
      faultPoint('truncate', path)
      // Not by the handle: Windows lets one for appending do nothing else.
      if (size > bytes) await truncate(path, bytes)
      // A new file's name is part of its folder: flushed like a rename.
      await syncFolder(dirname(path))
      return new AppendFile(path, file, bytes)
    } catch (cause) {
      await file?.close()
      throw writeError(path, cause)
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  async append(text: string): Promise<void> {
    const data = Buffer.from(text)
    try {
      faultPoint('write', this.path)
      await this.file.appendFile(data)
      this.#bytes += data.length
    } catch (cause) {
      throw writeError(this.path, cause)
    }
  }

  async sync(): Promise<void> {
    try {
      faultPoint('fsync', this.path)
      await this.file.sync()
    } catch (cause) {
      throw writeError(this.path, cause)
    }
  }

  async close(): Promise<void> {
    await this.file.close()
  }
}
