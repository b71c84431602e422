import type { Bridge } from '../src-preload/contract/bridge/bridge'

declare global {
  interface Window {
    /** There under Electron; a browser talks over a WebSocket instead. */
    readonly glyphlab?: Bridge
  }
}
