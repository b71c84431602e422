import { join } from 'node:path'
import { app } from 'electron'
import { openLog } from './bridge/log'
import { errorData } from './core/errors'
import { dataHome } from './core/data-home'
import { Desktop } from './desktop/desktop'
import { OpenedFiles } from './desktop/opened-files'
import { prepareElectron, showObstacle } from './desktop/prepare-electron'

async function main(): Promise<void> {
  const log = openLog({ folder: join(dataHome(), 'logs'), name: 'desktop' })
  prepareElectron(log)
  // Another one is there already, and shows its window.
  if (!app.requestSingleInstanceLock()) return app.quit()
  const opened = OpenedFiles.follow(app)
  try {
    await app.whenReady()
    const desktop = await Desktop.open(log, opened)
    desktop.openWindow()
  } catch (thrown) {
    const error = errorData(thrown)
    log.write('error', 'desktop', error.message, { code: error.code })
    await log.flush()
    showObstacle(error)
    app.exit(1)
  }
}

void main()
