import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { z } from 'zod'
import type { Answer, Bridge } from './contract/bridge/bridge'
import { EVENTS, isEventName, type EventName } from './contract/bridge/events'
import type { HandedOver } from './contract/bridge/hand-over'
import { HAND_OVER_CHANNEL } from './contract/bridge/hand-over-wire'
import { isRequestName, type RequestName, type Result } from './contract/bridge/requests'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from './contract/bridge/wire'
import { ERROR_HINTS, type ErrorCode } from './contract/errors'

// The page's policy allows no code made at run time.
z.config({ jitless: true })

type Listener = (payload: unknown) => void
const listeners = new Map<EventName, Set<Listener>>(
  Object.keys(EVENTS)
    .filter(isEventName)
    .map((name) => [name, new Set()]),
)

ipcRenderer.on(EVENT_CHANNEL, (_event, name: unknown, payload: unknown) => {
  if (isEventName(name)) for (const listener of [...listenersOf(name)]) listener(payload)
})

function listenersOf(name: EventName): Set<Listener> {
  return listeners.get(name) ?? new Set()
}

function refused<Value>(code: ErrorCode, message: string): Answer<Value> {
  return { ok: false, error: { code, message, hint: ERROR_HINTS[code] } }
}

/** All that the page has of Electron: requests and events of the contract, by name. */
const bridge: Bridge = {
  async request<Name extends RequestName>(name: Name, params: unknown) {
    // The page is code like any other: what it passes need not be what the type says.
    if (!isRequestName(name))
      return refused('request-unknown', `there is no request ${String(name)}`)
    try {
      // The main process is of this very build, so its answer is what the contract says.
      return (await ipcRenderer.invoke(REQUEST_CHANNEL, name, params)) as Answer<Result<Name>>
    } catch (error) {
      return refused('request-invalid', `${name} could not be sent: ${String(error)}`)
    }
  },
  on(name, listener) {
    if (!isEventName(name)) throw new Error(`there is no event ${String(name)}`)
    // Of its own, so that a listener given twice is told twice, and each undo ends its own.
    const own: Listener = (payload) => (listener as Listener)(payload)
    listenersOf(name).add(own)
    return () => void listenersOf(name).delete(own)
  },
  onConnection(listener) {
    // A window of a main process that is gone is gone, too.
    listener('connected')
    return () => undefined
  },
  async handOver({ items }) {
    try {
      // Only what the user dropped or chose has a path: of a file that a page has made there is none.
      const paths = [...items].map((file) => webUtils.getPathForFile(file))
      if (paths.length === 0 || paths.includes(''))
        return refused('request-invalid', 'what was dropped is no file of this machine')
      return (await ipcRenderer.invoke(HAND_OVER_CHANNEL, paths)) as Answer<HandedOver>
    } catch (error) {
      return refused('request-invalid', `what was dropped could not be read: ${String(error)}`)
    }
  },
  fetchOffered() {
    return Promise.resolve(refused('not-possible-here', 'here the program saves files itself'))
  },
}

contextBridge.exposeInMainWorld('glyphlab', bridge)
