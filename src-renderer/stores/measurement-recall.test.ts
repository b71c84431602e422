import { expect, test } from 'vitest'
import { madeRunId } from './made-run-entry.test-helper'
import { useMeasurementRecallStore } from './measurement-recall'
import { openStores } from './open-stores.test-helper'

const LOST = { code: 'connection-lost', message: 'gone', hint: '' } as const
const [FIRST, SECOND] = [madeRunId('a'), madeRunId('b')]
const RECALL = { classes: [{ characters: ['a'] }], epochs: [] }

test('of the run that was asked for last is shown, whatever is answered last', async () => {
  const bridge = openStores()
  const store = useMeasurementRecallStore()
  void store.ask(FIRST)
  void store.ask(SECOND)
  await bridge.answer('measurements.recall', { ok: false, error: LOST })
  expect(store.state).toEqual({ phase: 'asking' })
  await bridge.answer('measurements.recall', { ok: true, result: RECALL })
  expect(store.state).toEqual({ phase: 'known', recall: RECALL })
})

test('what was lost is asked for again once the connection is back', async () => {
  const bridge = openStores()
  bridge.connection('connected')
  const store = useMeasurementRecallStore()
  const end = store.begin()
  expect(bridge.asked).toEqual([])
  void store.ask(FIRST)
  await bridge.answer('measurements.recall', { ok: false, error: LOST })
  expect(store.state).toEqual({ phase: 'unknown', error: LOST })
  bridge.connection('connected')
  await bridge.answer('measurements.recall', { ok: true, result: RECALL })
  expect(store.state.phase).toBe('known')
  bridge.connection('connected')
  expect(bridge.asked).toHaveLength(2)
  end()
  expect(bridge.listenerCount).toBe(0)
})
