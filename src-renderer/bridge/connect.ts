import './without-eval'
import type { Bridge } from '../../src-preload/contract/bridge/bridge'
import { SOCKET_PATH } from '../../src-preload/contract/bridge/wire'
import { SocketBridge } from './socket-bridge'
import { takeToken } from './window-token'

/** The window's bridge: Electron's preload has put one there, and a browser talks to its server. */
export function connectBridge(): Bridge {
  return window.glyphlab ?? connectToServer()
}

function connectToServer(): Bridge {
  const address = `${location.origin.replace(/^http/, 'ws')}${SOCKET_PATH}`
  const bridge = new SocketBridge({
    openSocket: (protocols) => new WebSocket(address, protocols),
    origin: location.origin,
    token: takeToken(location.href),
  })
  // The address of a server that was started anew, in the same tab, loads nothing: only its hash differs.
  window.addEventListener('hashchange', ({ newURL }) => {
    const token = takeToken(newURL)
    if (token !== null) bridge.useToken(token)
  })
  window.addEventListener('online', () => bridge.retryNow())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') bridge.retryNow()
  })
  return bridge
}
