import { beforeEach, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeEntry, madeEpochs, madeRunId } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { useRunEpochsStore } from './run-epochs'

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

const answerFor = (letters: string, ...accuracies: readonly number[]) => ({
  ok: true as const,
  result: { runs: [{ run: madeRunId(letters), epochs: madeEpochs(...accuracies) }] },
})

test('asks for a run once, and again when it has more epochs', async () => {
  const store = useRunEpochsStore()
  const entry = madeEntry('aaaa', { status: 'running', epochsDone: 1 })
  store.want([entry])
  store.want([entry])
  await bridge.answer('runs.epochs', answerFor('aaaa', 0.1))
  store.want([entry])
  expect(bridge.asked).toHaveLength(1)
  store.want([{ ...entry, epochsDone: 2 }])
  await bridge.answer('runs.epochs', answerFor('aaaa', 0.1, 0.2))
  expect(bridge.asked).toHaveLength(2)
  expect(store.known.get(madeRunId('aaaa'))).toHaveLength(2)
})

test('asks for a hundred runs at a time', async () => {
  const store = useRunEpochsStore()
  const entries = Array.from({ length: 250 }, (_, index) => madeEntry(`r${index}`))
  store.want(entries)
  for (let part = 0; part < 3; part += 1)
    await bridge.answer('runs.epochs', { ok: true, result: { runs: [] } })
  const counts = bridge.asked.map(({ params }) => (params as { runs: unknown[] }).runs.length)
  expect(counts).toEqual([100, 100, 50])
})

test('asks again for what was not answered, once it is wanted again', async () => {
  const store = useRunEpochsStore()
  const entry = madeEntry('aaaa')
  const error = { code: 'connection-lost', message: 'lost', hint: 'wait' } as const
  store.want([entry])
  await bridge.answer('runs.epochs', { ok: false, error })
  expect(bridge.asked).toHaveLength(1)
  store.want([entry])
  expect(bridge.asked).toHaveLength(2)
})
