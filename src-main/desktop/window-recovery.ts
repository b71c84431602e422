import { dialog, type BrowserWindow } from 'electron'
import type { Log } from '../bridge/log'
import { TEXTS } from './texts'

/** So many within so long are a loop: the page will not come back by itself. */
const CRASHES = 3
const WITHIN_MS = 60_000
/** Before a locked screen nobody can answer a question: after this the page is tried again. */
const LOCKED_PAUSE_MS = 2000

/**
 * Brings the page back when its process has ended or hangs. Jobs live elsewhere: nothing of them is lost.
 *
 * @param isLocked whether the screen is given to visitors, who are asked nothing
 */
export function recoverWindow(window: BrowserWindow, log: Log, isLocked: () => boolean): void {
  const { webContents } = window
  let crashesMs: readonly number[] = []

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.write('error', 'window', `the page's process is gone: ${reason}`, { exitCode })
    const nowMs = performance.now()
    crashesMs = [...crashesMs.filter((ms) => nowMs - ms < WITHIN_MS), nowMs]
    // Once Electron is done with the end: a page loaded within this event takes the main process down.
    setImmediate(() => {
      if (window.isDestroyed()) return
      if (crashesMs.length <= CRASHES) webContents.reload()
      else if (isLocked()) setTimeout(reload, LOCKED_PAUSE_MS)
      else void askWhatToDo()
    })
  })

  function reload(): void {
    if (!window.isDestroyed()) webContents.reload()
  }

  async function askWhatToDo(): Promise<void> {
    const { message, detail, reload, close } = TEXTS.crashing
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message,
      detail,
      buttons: [reload, close],
      cancelId: 1,
    })
    if (window.isDestroyed()) return
    if (response === 0) webContents.reload()
    else window.close()
  }

  let question = new AbortController()
  window.on('responsive', () => question.abort())
  window.on('unresponsive', () => {
    log.write('warn', 'window', 'the page does not respond')
    if (isLocked()) {
      webContents.forcefullyCrashRenderer()
      return
    }
    question = new AbortController()
    void askToWait(question.signal)
  })

  async function askToWait(signal: AbortSignal): Promise<void> {
    const { message, detail, wait, reload } = TEXTS.unresponsive
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [wait, reload],
      cancelId: 0,
      signal,
    })
    // Its end is seen above, and it is loaded again.
    if (response === 1 && !signal.aborted && !window.isDestroyed())
      webContents.forcefullyCrashRenderer()
  }
}
