import { inject, type InjectionKey } from 'vue'
import type { Bridge } from '../../src-preload/contract/bridge/bridge'

/** The window's one bridge, which `main.ts` provides before any store is made. */
export const BRIDGE: InjectionKey<Bridge> = Symbol('bridge')

export function useBridge(): Bridge {
  const bridge = inject(BRIDGE)
  if (bridge === undefined) throw new Error('no bridge was provided')
  return bridge
}

/** Calls back now, if connected, and whenever the connection is there again. Returns what ends it. */
export function whenConnected(bridge: Bridge, ask: () => void): () => void {
  return bridge.onConnection((state) => {
    if (state === 'connected') ask()
  })
}

/** One function that ends several subscriptions. */
export function together(...ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end()
  }
}
