import { beforeEach, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeRunId } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { useTrashStore } from './trash'

const RUN = madeRunId('aaaa')
const DELETED = { run: RUN, deletedAt: '2026-01-01T00:00:00.000Z', known: null }
const TAKEN = { code: 'output-failed', message: 'there is another', hint: 'rename it' } as const

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

test('the trash is asked for while it is looked at, and whenever runs have changed', async () => {
  const store = useTrashStore()
  const end = store.begin()
  bridge.connection('connected')
  await bridge.answer('runs.trash', { ok: true, result: { runs: [DELETED] } })
  expect(store.state).toEqual({ phase: 'known', runs: [DELETED] })
  bridge.tell('runs.changed', {})
  await bridge.answer('runs.trash', { ok: true, result: { runs: [] } })
  expect(store.state).toEqual({ phase: 'known', runs: [] })
  end()
  const asked = bridge.asked.length
  bridge.tell('runs.changed', {})
  expect(bridge.asked).toHaveLength(asked)
})

test('a run that cannot come back stays in the list, and the reason is told', async () => {
  const store = useTrashStore()
  store.begin()
  bridge.connection('connected')
  await bridge.answer('runs.trash', { ok: true, result: { runs: [DELETED] } })
  const restored = store.restore(RUN)
  void store.restore(RUN)
  expect(bridge.asked.filter(({ name }) => name === 'runs.restore')).toHaveLength(1)
  const refused = [{ run: RUN, error: TAKEN }]
  await bridge.answer('runs.restore', { ok: true, result: { restored: [], refused } })
  await bridge.answer('runs.list', { ok: true, result: { kind: 'unchanged' } })
  await bridge.answer('runs.trash', { ok: true, result: { runs: [DELETED] } })
  await restored
  expect(store.refusal).toEqual(TAKEN)
  expect(store.state).toEqual({ phase: 'known', runs: [DELETED] })
})
