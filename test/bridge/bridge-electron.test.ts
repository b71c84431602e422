import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { REQUEST_CHANNEL } from '../../src-preload/contract/bridge/wire'
import { bridgeSuite } from './bridge-suite'
import { ElectronPair } from './electron-pair'

bridgeSuite("Electron's IPC", async (application, log) => {
  const pair = new ElectronPair()
  const disconnect = await pair.connectMain(application, log)
  await pair.openWindow()
  return {
    openWindow: () => pair.openWindow(),
    ask: async (name, params) =>
      (await pair.invokeFromWindow(REQUEST_CHANNEL, name, params)) as Answer<unknown>,
    askAsStranger: async (name, params) =>
      (await pair.invoke(
        REQUEST_CHANNEL,
        null,
        'app://glyphlab/',
        name,
        params,
      )) as Answer<unknown>,
    closeWindow: () => pair.closeWindow(),
    [Symbol.asyncDispose]: () => {
      disconnect()
      return Promise.resolve()
    },
  }
})
