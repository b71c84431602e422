import { expect, test } from 'vitest'
import { preferencesSchema, type Preferences } from '../../src-preload/contract/preferences'
import { openStores } from './open-stores.test-helper'
import { usePreferencesStore } from './preferences'

const KEPT = preferencesSchema.parse({})
const eventMode = (restSeconds: number): Preferences['eventMode'] => ({
  ...KEPT.eventMode,
  restSeconds,
})
const ok = (result: Preferences) => ({ ok: true, result }) as const

function made() {
  const bridge = openStores()
  return { bridge, store: usePreferencesStore() }
}

test('a change is there at once', () => {
  const { store } = made()
  void store.change({ eventMode: eventMode(30) })
  expect(store.preferences.eventMode.restSeconds).toBe(30)
})

test('the answer to an earlier change does not undo a later one', async () => {
  const { bridge, store } = made()
  void store.change({ eventMode: eventMode(30) })
  void store.change({ eventMode: eventMode(40) })
  await bridge.answer('preferences.set', ok({ ...KEPT, eventMode: eventMode(30) }))
  expect(store.preferences.eventMode.restSeconds).toBe(40)
  await bridge.answer('preferences.set', ok({ ...KEPT, eventMode: eventMode(40) }))
  expect(store.preferences.eventMode.restSeconds).toBe(40)
})

test('what could not be kept is taken back', async () => {
  const { bridge, store } = made()
  void store.change({ eventMode: eventMode(30) })
  const error = { code: 'disk-full', message: 'full', hint: 'free some' } as const
  await bridge.answer('preferences.set', { ok: false, error })
  expect(store.preferences).toEqual(KEPT)
})
