import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { ScriptedBridge } from '../scripted-bridge.test-helper'
import { BRIDGE } from './use-bridge'

/** Stores as a window has them, without a page; the bridge's other end is the test. */
export function openStores(): ScriptedBridge {
  const bridge = new ScriptedBridge()
  const pinia = createPinia()
  createApp({}).provide(BRIDGE, bridge).use(pinia)
  setActivePinia(pinia)
  return bridge
}
