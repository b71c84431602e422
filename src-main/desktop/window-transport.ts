import { BrowserWindow, ipcMain } from 'electron'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../src-preload/contract/bridge/wire'
import type { Application } from '../bridge/application'
import type { Log } from '../bridge/log'
import { errorData } from '../core/errors'
import { asName } from '../bridge/bridge'
import { checkSender } from './sender'

/** Carries requests and events between windows and the application. Returns what ends it. */
export function connectWindows(application: Application, log: Log): () => void {
  ipcMain.handle(
    REQUEST_CHANNEL,
    async (event, name: unknown, params: unknown): Promise<Answer<unknown>> => {
      try {
        checkSender(event)
      } catch (refusal) {
        const error = errorData(refusal)
        log.write('warn', 'window', error.message, { code: error.code, name: asName(name) })
        return { ok: false, error }
      }
      const caller = { id: `window ${event.sender.id}`, face: 'desktop' } as const
      return application.answer(name, params, caller)
    },
  )
  const unsubscribe = application.events.subscribe((name, payload) => {
    for (const window of BrowserWindow.getAllWindows())
      if (!window.isDestroyed() && !window.webContents.isCrashed())
        window.webContents.send(EVENT_CHANNEL, name, payload)
  })
  return () => {
    unsubscribe()
    ipcMain.removeHandler(REQUEST_CHANNEL)
  }
}
