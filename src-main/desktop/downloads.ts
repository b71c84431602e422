import { basename, join } from 'node:path'
import { app, dialog, type Session } from 'electron'
import type { Log } from '../bridge/log'
import { WINDOW_URL } from './page-address'
import { TEXTS } from './texts'

/** What the page makes itself, such as a chart's picture, goes where the user says; all else is refused. */
export function letPageSave(session: Session, log: Log): void {
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${WINDOW_URL}`)) {
      event.preventDefault()
      log.write('warn', 'window', 'refused: a download', { address: item.getURL().slice(0, 200) })
      return
    }
    const name = basename(item.getFilename())
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('downloads'), name) })
    item.once('done', (_event, state) => {
      if (state !== 'interrupted') return
      log.write('error', 'window', `${name} could not be saved`)
      dialog.showErrorBox(TEXTS.notSaved(name), TEXTS.notSavedDetail)
    })
  })
}
