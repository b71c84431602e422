import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { App } from 'electron'
import { PORTABLE_SUFFIX } from '../core/runs/portable/portable-suffix'

/** More at once is a slip of the hand. */
const MOST_OPENED = 50

/** Files that the user opens in the system, until the window has asked for them. */
export class OpenedFiles {
  readonly #paths: string[] = []
  /** Called after each, once there is somebody to tell. */
  onAdded: () => void = () => undefined

  /** From the start on: those that Glyphlab was started with, and on a Mac those that come before it is ready. */
  static follow(app: App): OpenedFiles {
    const opened = new OpenedFiles()
    for (const path of runFilesAmong(process.argv.slice(1), process.cwd())) opened.add(path)
    app.on('open-file', (event, path) => {
      event.preventDefault()
      if (isRunFile(path)) opened.add(path)
    })
    return opened
  }

  add(path: string): void {
    if (this.#paths.length >= MOST_OPENED || this.#paths.includes(path)) return
    this.#paths.push(path)
    this.onAdded()
  }

  /** The one that waits longest; null where none does. */
  take(): string | null {
    return this.#paths.shift() ?? null
  }
}

/** The files of runs among the words of a command line; switches of Chromium lie between them. */
export function runFilesAmong(words: readonly string[], folder: string): string[] {
  return words
    .filter((word) => !word.startsWith('-'))
    .map((word) => resolve(folder, asPath(word)))
    .filter(isRunFile)
}

/** The desktops of Linux name a file by its address. */
function asPath(word: string): string {
  if (!word.startsWith('file:')) return word
  try {
    return fileURLToPath(word)
  } catch {
    // Of another machine, or no address at all: it will not be found.
    return word
  }
}

function isRunFile(path: string): boolean {
  return extname(path).toLowerCase() === PORTABLE_SUFFIX
}
