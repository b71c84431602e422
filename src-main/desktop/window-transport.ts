import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import {
  HAND_OVER_CHANNEL,
  handedPathsSchema,
} from '../../src-preload/contract/bridge/hand-over-wire'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../src-preload/contract/bridge/wire'
import type { Application } from '../bridge/application'
import type { Log } from '../bridge/log'
import { errorData, GlyphlabError } from '../core/errors'
import { asName } from '../bridge/bridge'
import type { Caller } from '../bridge/handlers'
import { wrongField } from '../bridge/wrong-field'
import { checkSender } from './sender'

/** Carries requests and events between windows and the application. Returns what ends it. */
export function connectWindows(application: Application, log: Log): () => void {
  const owners = new Set<string>()
  ipcMain.handle(REQUEST_CHANNEL, async (event, name: unknown, params: unknown) => {
    const refusal = refusalOf(event, asName(name))
    return refusal ?? application.answer(name, params, callerOf(event))
  })
  ipcMain.handle(HAND_OVER_CHANNEL, async (event, paths: unknown): Promise<Answer<unknown>> => {
    const refusal = refusalOf(event, HAND_OVER_CHANNEL)
    if (refusal !== null) return refusal
    try {
      const parsed = handedPathsSchema.safeParse(paths)
      if (!parsed.success) throw new GlyphlabError('request-invalid', wrongField(parsed.error))
      const owner = callerOf(event).id
      if (!owners.has(owner)) {
        owners.add(owner)
        event.sender.once('destroyed', () => void application.handedOver.releaseOf(owner))
      }
      return { ok: true, result: await application.handedOver.add(parsed.data, owner) }
    } catch (thrown) {
      const error = errorData(thrown)
      log.write('warn', 'window', `hand over: ${error.message}`, { code: error.code })
      return { ok: false, error }
    }
  })
  const unsubscribe = application.events.subscribe((name, payload) => {
    for (const window of BrowserWindow.getAllWindows())
      if (!window.isDestroyed() && !window.webContents.isCrashed())
        window.webContents.send(EVENT_CHANNEL, name, payload)
  })
  return () => {
    unsubscribe()
    ipcMain.removeHandler(REQUEST_CHANNEL)
    ipcMain.removeHandler(HAND_OVER_CHANNEL)
  }

  /** Null for a frame of ours. */
  function refusalOf(event: IpcMainInvokeEvent, name: string): Answer<never> | null {
    try {
      checkSender(event)
      return null
    } catch (refusal) {
      const error = errorData(refusal)
      log.write('warn', 'window', error.message, { code: error.code, name })
      return { ok: false, error }
    }
  }
}

function callerOf({ sender }: IpcMainInvokeEvent): Caller {
  return { id: `window ${sender.id}`, face: 'desktop' }
}
