import { appendFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PRIVATE_FILE } from '../core/files/atomic-write'
import { makeFolder } from '../core/files/make-folder'
import { logLine, type LogLevel } from './log-line'

/** What happened, for whoever looks for a fault: not for the user's eyes while all is well. */
export interface Log {
  /** Never throws and never waits. `area` is the part of the program, such as `bridge` or `served`. */
  write(level: LogLevel, area: string, message: string, details?: object): void
}

/** A {@link Log} in a file of its own, with the one before it beside it. */
export interface FileLog extends Log {
  readonly folder: string
  /** Resolves, never rejects, once all that was written is in the file, or cannot be. */
  flush(): Promise<void>
}

export interface LogFileOptions {
  /** `logs` of the data home; made when the first line is written. */
  readonly folder: string
  /** Without the ending: a face has a log of its own. */
  readonly name: string
  /** At this length the file becomes `<name>.1.log`, and that one goes. */
  readonly maximumBytes?: number
}

const MAXIMUM_BYTES = 2 * 2 ** 20
/** It names the user's folders. */
const PRIVATE = { mode: PRIVATE_FILE } as const
/** Lines that wait for a disk that does not take them: what is more is left out, and counted. */
const WAITING_LINES = 2_000

/** Opens the log `<folder>/<name>.log`; nothing touches the disk before the first line. */
export function openLog(options: LogFileOptions): FileLog {
  return new RotatedLog(options)
}

class RotatedLog implements FileLog {
  readonly folder: string
  readonly #path: string
  readonly #previousPath: string
  readonly #maximumBytes: number
  #waiting: string[] = []
  #leftOut = 0
  #writing: Promise<void> | undefined

  constructor({ folder, name, maximumBytes = MAXIMUM_BYTES }: LogFileOptions) {
    this.folder = folder
    this.#path = join(folder, `${name}.log`)
    this.#previousPath = join(folder, `${name}.1.log`)
    this.#maximumBytes = maximumBytes
  }

  write(level: LogLevel, area: string, message: string, details?: object): void {
    if (this.#waiting.length < WAITING_LINES)
      this.#waiting.push(logLine({ level, area, message, details }))
    else this.#leftOut++
    this.#writing ??= this.#writeAll()
  }

  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  async #writeAll(): Promise<void> {
    // What is written in one go of the event loop is one write to the disk.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const lines = this.#waiting
      this.#waiting = []
      if (this.#leftOut > 0) lines.push(this.#lineOfLeftOut())
      // A log that cannot be written must not end what it tells of.
      await this.#append(lines).catch(() => undefined)
    }
    this.#writing = undefined
  }

  async #append(lines: readonly string[]): Promise<void> {
    await makeFolder(this.folder)
    let bytes = await sizeOfFile(this.#path)
    let text = ''
    for (const line of lines) {
      if (bytes > 0 && bytes + line.length > this.#maximumBytes) {
        if (text !== '') await appendFile(this.#path, text, PRIVATE)
        await rename(this.#path, this.#previousPath)
        bytes = 0
        text = ''
      }
      bytes += line.length
      text += line
    }
    await appendFile(this.#path, text, PRIVATE)
  }

  #lineOfLeftOut(): string {
    const message = `${this.#leftOut} lines left out: they came faster than they could be written`
    this.#leftOut = 0
    return logLine({ level: 'warn', area: 'log', message })
  }
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}
