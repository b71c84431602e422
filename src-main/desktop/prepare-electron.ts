import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Log } from '../bridge/log'
import { logFaults } from '../bridge/log-faults'
import { registerAppScheme } from './app-scheme'
import { TEXTS } from './texts'

/** As the installer's shortcut has it (`appId` of build/electron-builder.mjs): Windows shows notifications of no other. */
const APPLICATION_ID = 'org.glyphlab.Glyphlab'

/** What must be said before Electron is ready. */
export function prepareElectron(log: Log): void {
  registerAppScheme()
  // The browser within finds no host, nor a proxy: downloads are Node's, in processes of their own.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  // Caches of the browser, apart from runs and data sets, which share the folder on some systems.
  if (!app.commandLine.hasSwitch('user-data-dir'))
    app.setPath('userData', join(app.getPath('userData'), 'window'))
  // Else Electron stops for a dialog that nobody sees.
  logFaults(log, 'desktop')
  if (process.platform === 'win32') app.setAppUserModelId(APPLICATION_ID)
}

/** A start that failed, in a dialog. */
export function showObstacle({ message, hint }: ErrorData): void {
  dialog.showErrorBox(TEXTS.notStarted, `${message}\n\n${hint}`)
}
