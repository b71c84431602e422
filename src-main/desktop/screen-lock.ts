import { powerSaveBlocker, type BrowserWindow } from 'electron'
import type { Log } from '../bridge/log'
import { isKeyOfLockedScreen } from './screen-lock-keys'

/**
 * The mode for events: the window fills the screen, the screen stays lit, and no key, menu or gesture of the system's
 * leads out. Whether it may end is the page's business, which asks for the PIN.
 */
export class ScreenLock {
  #window: BrowserWindow | null = null
  #keepsLit: number | null = null
  #isLocked = false

  constructor(private readonly log: Log) {}

  get isLocked(): boolean {
    return this.#isLocked
  }

  /** The window that can be locked, from its beginning; the lock ends with it. */
  guard(window: BrowserWindow): void {
    this.#window = window
    window.webContents.on('before-input-event', (event, input) => {
      if (this.#isLocked && !isKeyOfLockedScreen(input)) event.preventDefault()
    })
    // What a window manager has keys or gestures of its own for.
    window.on('leave-full-screen', () => {
      // Not `setKiosk`, which on a Mac does nothing a second time.
      if (this.#isLocked) window.setFullScreen(true)
    })
    window.on('minimize', () => {
      if (this.#isLocked) window.restore()
    })
    window.once('closed', () => {
      this.#window = null
      this.#isLocked = false
      this.#letDark()
    })
  }

  /** Asked again after each reload of the page. */
  set(isLocked: boolean): void {
    const window = this.#window
    if (window === null || isLocked === this.#isLocked) return
    this.#isLocked = isLocked
    this.log.write('info', 'desktop', isLocked ? 'event mode begins' : 'event mode ends')
    window.webContents.setIgnoreMenuShortcuts(isLocked)
    window.setMenuBarVisibility(!isLocked)
    window.setKiosk(isLocked)
    window.setAlwaysOnTop(isLocked, 'screen-saver')
    if (isLocked) {
      this.#keepsLit ??= powerSaveBlocker.start('prevent-display-sleep')
      window.focus()
    } else {
      this.#letDark()
    }
  }

  #letDark(): void {
    if (this.#keepsLit !== null) powerSaveBlocker.stop(this.#keepsLit)
    this.#keepsLit = null
  }
}
