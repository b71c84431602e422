import { vi } from 'vitest'
import type { Bridge } from '../../src-preload/contract/bridge/bridge'
import type { Application } from '../../src-main/bridge/application'
import type { Log } from '../../src-main/bridge/log'

type Listener = (event: object, ...words: unknown[]) => unknown

const OUR_PAGE = 'app://glyphlab/'

/**
 * Both ends of Electron's IPC in one process: what is sent is copied as Electron copies it, and what the
 * two modules of ours that import `electron` take from it is here. Real Electron is what test/electron runs.
 */
export class ElectronPair {
  readonly #handlers = new Map<string, Listener>()
  /** What hears of the end of a window. */
  readonly #ends = new Map<string, () => void>()
  readonly #windows: { readonly isDestroyed: () => boolean; readonly webContents: object }[] = []

  /** Loads the main process's end; returns what ends it. */
  async connectMain(application: Application, log: Log): Promise<() => void> {
    vi.resetModules()
    vi.doMock('electron', () => ({
      protocol: {},
      ipcMain: {
        handle: (channel: string, handler: Listener) => this.#handlers.set(channel, handler),
        removeHandler: (channel: string) => this.#handlers.delete(channel),
      },
      BrowserWindow: {
        getAllWindows: () => this.#windows,
        fromWebContents: (contents: unknown) =>
          this.#windows.find(({ webContents }) => webContents === contents) ?? null,
      },
    }))
    const { connectWindows } = await import('../../src-main/desktop/window-transport')
    return connectWindows(application, log)
  }

  /** Opens a window and loads its preload; returns what that exposes to the page. */
  async openWindow(): Promise<Bridge> {
    const listeners = new Map<string, Listener>()
    const webContents = {
      id: this.#windows.length + 1,
      isCrashed: () => false,
      isDestroyed: () => false,
      once: (name: string, listener: () => void) => void this.#ends.set(name, listener),
      send: (channel: string, ...words: unknown[]) => {
        const copied = structuredClone(words)
        queueMicrotask(() => listeners.get(channel)?.({}, ...copied))
      },
    }
    this.#windows.push({ isDestroyed: () => false, webContents })
    let exposed: Bridge | undefined
    vi.resetModules()
    vi.doMock('electron', () => ({
      ipcRenderer: {
        on: (channel: string, listener: Listener) => listeners.set(channel, listener),
        invoke: async (channel: string, ...words: unknown[]) =>
          this.invoke(channel, webContents, OUR_PAGE, ...words),
      },
      // As of files that the system knows; see `droppedFolder`.
      webUtils: {
        getPathForFile: (file: File) => {
          const path: unknown = Reflect.get(file, 'path')
          return typeof path === 'string' ? path : ''
        },
      },
      contextBridge: {
        exposeInMainWorld: (_name: string, bridge: Bridge) => void (exposed = bridge),
      },
    }))
    await import('../../src-preload/preload')
    if (exposed === undefined) throw new Error('the preload exposed nothing')
    return exposed
  }

  /** Ends the window that has handed something over. */
  closeWindow(): void {
    this.#ends.get('destroyed')?.()
  }

  /** Asks the main process as a frame of this page in a window would; no window where `sender` is null. */
  async invoke(
    channel: string,
    sender: object | null,
    page: string,
    ...words: unknown[]
  ): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`nothing handles ${channel}`)
    const event = { sender: sender ?? {}, senderFrame: { url: page, parent: null } }
    return structuredClone(await handler(event, ...structuredClone(words)))
  }

  /** As {@link invoke}, from our page in the first window. */
  async invokeFromWindow(channel: string, ...words: unknown[]): Promise<unknown> {
    return this.invoke(channel, this.#windows[0]?.webContents ?? null, OUR_PAGE, ...words)
  }
}
