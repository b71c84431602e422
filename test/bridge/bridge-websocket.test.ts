import { bridgeSuite } from './bridge-suite'
import { RawWindow, serve } from './serving'
import { standing, windowBridge } from './window-bridge'

bridgeSuite('a WebSocket', async (application, log) => {
  const server = await serve(application, log, { absenceMs: 0 })
  const raw = await RawWindow.open(server)
  const bridges: ReturnType<typeof windowBridge>[] = []
  const open = (token: string) => {
    const bridge = windowBridge(server, token)
    bridges.push(bridge)
    return bridge
  }
  return {
    openWindow: async () => {
      const bridge = open(server.token)
      await standing(bridge, 'connected')
      return bridge
    },
    ask: (name, params) => raw.ask(1, name, params),
    askAsStranger: async () => open('wrong').request('app.info', {}),
    closeWindow: () => bridges.at(-1)?.close(),
    [Symbol.asyncDispose]: async () => {
      for (const bridge of bridges) bridge.close()
      await server.close()
    },
  }
})
