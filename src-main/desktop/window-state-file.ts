import { readFile } from 'node:fs/promises'
import { screen, type BrowserWindow } from 'electron'
import type { Log } from '../bridge/log'
import { errorData } from '../core/errors'
import { writeFileAtomically } from '../core/files/atomic-write'
import { placeWindow, type WindowState } from './window-state'

/** A drag moves the window many times a second. */
const SETTLED_MS = 400

/** Keeps where the window is across restarts and displays. */
export class WindowStateFile {
  #lastWrite = Promise.resolve()

  static async open(path: string, log: Log): Promise<WindowStateFile> {
    const saved = await readFile(path, 'utf8').then(parseJson, () => null)
    return new WindowStateFile(path, log, saved)
  }

  private constructor(
    private readonly path: string,
    private readonly log: Log,
    /** What was saved last, of whatever form. */
    private saved: unknown,
  ) {}

  /** Where the window is to be on the displays that there are now. */
  place(): WindowState {
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
    return placeWindow(this.saved, [primary.workArea, ...others.map(({ workArea }) => workArea)])
  }

  /** Writes whenever the window has come to rest, and when it closes. */
  follow(window: BrowserWindow): void {
    let settling: NodeJS.Timeout | undefined
    const save = () => {
      clearTimeout(settling)
      this.#write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
    }
    const saveSoon = () => {
      clearTimeout(settling)
      settling = setTimeout(save, SETTLED_MS)
    }
    window.on('resize', saveSoon).on('move', saveSoon)
    window.on('maximize', saveSoon).on('unmaximize', saveSoon)
    window.on('close', save)
    window.once('closed', () => clearTimeout(settling))
  }

  /** Resolves once the last state is on the disk, or cannot be. */
  async flush(): Promise<void> {
    await this.#lastWrite
  }

  #write(state: WindowState): void {
    this.saved = state
    const text = `${JSON.stringify(state)}\n`
    this.#lastWrite = this.#lastWrite
      .then(() => writeFileAtomically(this.path, text))
      .catch((error: unknown) => this.log.write('warn', 'window', errorData(error).message))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
