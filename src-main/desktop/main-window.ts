import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import type { Log } from '../bridge/log'
import { WINDOW_URL } from './page-address'
import type { ScreenLock } from './screen-lock'
import { TEXTS } from './texts'
import { recoverWindow } from './window-recovery'
import { SMALLEST } from './window-state'
import type { WindowStateFile } from './window-state-file'

/** What shows before the first paint: `--surface` of both themes. */
const SURFACE = { light: '#FBFCFB', dark: '#161B1A' } as const

export interface MainWindowOptions {
  readonly stateFile: WindowStateFile
  readonly log: Log
  readonly lock: ScreenLock
}

/** Opens the one window, where it was last. */
export function openMainWindow({ stateFile, log, lock }: MainWindowOptions): BrowserWindow {
  const { bounds, isMaximized } = stateFile.place()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(SMALLEST.width, bounds.width),
    minHeight: Math.min(SMALLEST.height, bounds.height),
    show: false,
    title: TEXTS.name,
    backgroundColor: nativeTheme.shouldUseDarkColors ? SURFACE.dark : SURFACE.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: !app.isPackaged,
      // Its dictionaries would be downloaded.
      spellcheck: false,
    },
  })
  stateFile.follow(window)
  lock.guard(window)
  recoverWindow(window, log, () => lock.isLocked)
  if (isMaximized) window.maximize()
  // Not at `ready-to-show`: on Wayland a window that is not shown is never ready.
  window.show()
  window.webContents.on('did-fail-load', (_event, code, description, address) =>
    log.write('error', 'window', `the page did not load: ${description}`, { code, address }),
  )
  window.webContents.on('preload-error', (_event, _path, error) =>
    log.write('error', 'window', `the preload failed: ${error.message}`, { stack: error.stack }),
  )
  // What keeps the page from loading is in the log by the events above.
  void window.loadURL(WINDOW_URL).catch(() => undefined)
  return window
}
