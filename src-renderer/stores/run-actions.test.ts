import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeRunId } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { UNDO_MS, useRunActionsStore } from './run-actions'

const [A, B, C] = [madeRunId('aaaa'), madeRunId('bbbb'), madeRunId('cccc')]
const BUSY = { code: 'run-locked', message: 'it is at work', hint: 'wait' } as const

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
})
afterEach(() => {
  vi.useRealTimers()
})

async function deleted(...runs: readonly (typeof A)[]): Promise<void> {
  await bridge.answer('runs.delete', { ok: true, result: { deleted: [...runs], refused: [] } })
}

test('what was deleted can be brought back, all of it', async () => {
  const store = useRunActionsStore()
  void store.remove([A])
  await deleted(A)
  void store.remove([B, C])
  await deleted(B, C)
  expect(store.deleted).toEqual({ phase: 'deleted', runs: [A, B, C] })
  void store.undo()
  expect(bridge.asked.at(-1)).toMatchObject({ name: 'runs.restore', params: { runs: [A, B, C] } })
  await bridge.answer('runs.restore', { ok: true, result: { restored: [A, B, C], refused: [] } })
  expect(store.deleted).toEqual({ phase: 'none' })
})

test('a run that is at work stays, and the reason is told', async () => {
  const store = useRunActionsStore()
  void store.remove([A, B])
  const refused = [{ run: B, error: BUSY }]
  await bridge.answer('runs.delete', { ok: true, result: { deleted: [A], refused } })
  expect(store.deleted).toEqual({ phase: 'deleted', runs: [A] })
  expect(store.refusals).toEqual(refused)
})

test('undoing is offered for ten seconds', async () => {
  const store = useRunActionsStore()
  void store.remove([A])
  await deleted(A)
  // Time goes by of itself, too.
  vi.advanceTimersByTime(UNDO_MS - 2000)
  expect(store.deleted.phase).toBe('deleted')
  vi.advanceTimersByTime(2000)
  expect(store.deleted.phase).toBe('none')
})

test('undoing that was not answered can be tried again', async () => {
  const store = useRunActionsStore()
  void store.remove([A])
  await deleted(A)
  void store.undo()
  await bridge.answer('runs.restore', { ok: false, error: { ...BUSY, code: 'connection-lost' } })
  expect(store.deleted).toEqual({ phase: 'deleted', runs: [A] })
  expect(store.refusals).toHaveLength(1)
})

test('what is brought back from the trash need not be undone', async () => {
  const store = useRunActionsStore()
  void store.remove([A, B])
  await deleted(A, B)
  const refusal = store.restore(A)
  await bridge.answer('runs.restore', { ok: true, result: { restored: [A], refused: [] } })
  expect(store.deleted).toEqual({ phase: 'deleted', runs: [B] })
  await bridge.answer('runs.list', { ok: false, error: BUSY })
  expect(await refusal).toBeNull()
})
