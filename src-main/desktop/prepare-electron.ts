import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Log } from '../bridge/log'
import { registerAppScheme } from './app-scheme'
import { TEXTS } from './texts'

/** What must be said before Electron is ready. */
export function prepareElectron(log: Log): void {
  app.enableSandbox()
  registerAppScheme()
  // Caches of the browser, apart from runs and data sets, which share the folder on some systems.
  if (!app.commandLine.hasSwitch('user-data-dir'))
    app.setPath('userData', join(app.getPath('userData'), 'window'))
  // A fault in one place must not end the runs, nor stop for a dialog that nobody sees.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(kind, (reason: unknown) => {
      const { message, stack } = reason instanceof Error ? reason : new Error(String(reason))
      log.write('error', 'desktop', `${kind}: ${message}`, { stack })
    })
}

/** A start that failed, in a dialog. */
export function showObstacle({ message, hint }: ErrorData): void {
  dialog.showErrorBox(TEXTS.notStarted, `${message}\n\n${hint}`)
}
