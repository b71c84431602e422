import { beforeEach, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useLicencesStore } from './licences'
import { openStores } from './open-stores.test-helper'

const TEXTS = { glyphlab: 'MIT', packages: null }
const UNREADABLE = { code: 'internal', message: 'EACCES', hint: 'look into the log' } as const

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

test('texts are asked for when they are opened', async () => {
  const store = useLicencesStore()
  expect(bridge.asked).toEqual([])
  void store.open()
  expect(store.state).toEqual({ phase: 'asking' })
  await bridge.answer('app.licences', { ok: true, result: TEXTS })
  expect(store.state).toEqual({ phase: 'known', texts: TEXTS })
})

test('what cannot be read is told, and asked for again', async () => {
  const store = useLicencesStore()
  void store.open()
  await bridge.answer('app.licences', { ok: false, error: UNREADABLE })
  expect(store.state).toEqual({ phase: 'unknown', error: UNREADABLE })
  store.close()
  void store.open()
  await bridge.answer('app.licences', { ok: true, result: TEXTS })
  expect(store.state).toEqual({ phase: 'known', texts: TEXTS })
})

test('an answer that comes too late opens nothing', async () => {
  const store = useLicencesStore()
  void store.open()
  store.close()
  await bridge.answer('app.licences', { ok: true, result: TEXTS })
  expect(store.state).toEqual({ phase: 'closed' })
})
