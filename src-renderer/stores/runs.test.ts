import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeEntry } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { useRunsStore } from './runs'

let bridge: ScriptedBridge
let page: { hidden: boolean }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  page = { hidden: false }
  vi.stubGlobal('document', page)
  bridge = openStores()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function listOf(stamp: string, ...letters: readonly string[]): Result<'runs.list'> {
  const runs = letters.map((one) => madeEntry(one))
  return { kind: 'list', stamp, runs, groups: [], unreadable: [] }
}
const questions = () => bridge.asked.map(({ params }) => params)

test('asks again with the stamp of the list it knows, and keeps the list that still stands', async () => {
  const store = useRunsStore()
  store.begin()
  bridge.connection('connected')
  await bridge.answer('runs.list', { ok: true, result: listOf('one', 'aaaa') })
  vi.advanceTimersByTime(1000)
  await bridge.answer('runs.list', { ok: true, result: { kind: 'unchanged' } })
  expect(questions()).toEqual([{ known: null }, { known: 'one' }])
  expect(store.runs.map(({ run }) => run)).toEqual(['20260101-000000-tiny-aaaa'])
})

test('asks once more where something changed while an answer was awaited', async () => {
  const store = useRunsStore()
  store.begin()
  bridge.connection('connected')
  bridge.tell('runs.changed', {})
  bridge.tell('runs.changed', {})
  await bridge.answer('runs.list', { ok: true, result: listOf('one', 'aaaa') })
  await bridge.answer('runs.list', { ok: true, result: listOf('two', 'bbbb', 'aaaa') })
  expect(questions()).toHaveLength(2)
  expect(store.runs).toHaveLength(2)
})

test('does not ask for a window that nobody sees, nor one second after the other for one answer', () => {
  const end = useRunsStore().begin()
  vi.advanceTimersByTime(3000)
  expect(questions()).toHaveLength(1)
  end()
  const again = useRunsStore().begin()
  page.hidden = true
  vi.advanceTimersByTime(3000)
  expect(questions()).toHaveLength(1)
  again()
  expect(bridge.listenerCount).toBe(0)
})

test('keeps what it knows where a later question is not answered', async () => {
  const store = useRunsStore()
  store.begin()
  bridge.connection('connected')
  await bridge.answer('runs.list', { ok: true, result: listOf('one', 'aaaa') })
  bridge.tell('runs.changed', {})
  const error = { code: 'connection-lost', message: 'lost', hint: 'wait' } as const
  await bridge.answer('runs.list', { ok: false, error })
  expect(store.state.phase).toBe('known')
})
