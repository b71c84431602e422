import { createApp, effectScope, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { ScriptedBridge } from '../../scripted-bridge.test-helper'
import { madeRunId } from '../../stores/made-run-entry.test-helper'
import { BRIDGE } from '../../stores/use-bridge'
import { useUnmeasuredRun } from './unmeasured-run'

const LOST = { code: 'connection-lost', message: 'gone', hint: '' } as const
const GONE = { code: 'run-missing', message: 'there is no such run', hint: '' } as const
const [FIRST, SECOND] = [madeRunId('a'), madeRunId('b')]

function open() {
  const bridge = new ScriptedBridge()
  const scope = effectScope()
  const run = shallowRef(FIRST)
  const state = createApp({})
    .provide(BRIDGE, bridge)
    .runWithContext(() => scope.run(() => useUnmeasuredRun(() => run.value)))
  if (state === undefined) throw new Error('the scope has ended')
  return { bridge, scope, run, state }
}
async function answer(bridge: ScriptedBridge, error: typeof LOST | typeof GONE): Promise<void> {
  await bridge.answer('runs.open', { ok: false, error })
  await bridge.answer('runs.epochs', { ok: true, result: { runs: [] } })
}

test('what was lost is asked for again once the connection is back', async () => {
  const { bridge, scope, state } = open()
  bridge.connection('connected')
  expect(state.value).toEqual({ phase: 'asking' })
  await answer(bridge, LOST)
  expect(state.value).toEqual({ phase: 'unknown', error: LOST })
  bridge.connection('connected')
  await answer(bridge, GONE)
  expect(state.value).toEqual({ phase: 'unknown', error: GONE })
  scope.stop()
  expect(bridge.listenerCount).toBe(0)
})

test('the answer about another run is dropped', async () => {
  const { bridge, run, state } = open()
  bridge.connection('connected')
  run.value = SECOND
  await Promise.resolve()
  await answer(bridge, LOST)
  expect(state.value).toEqual({ phase: 'asking' })
  await answer(bridge, GONE)
  expect(state.value).toEqual({ phase: 'unknown', error: GONE })
})

test('a run that goes on is asked for again', () => {
  const { bridge } = open()
  bridge.connection('connected')
  bridge.tell('runs.changed', {})
  expect(bridge.asked.map(({ name }) => name)).toEqual([
    ...['runs.open', 'runs.epochs'],
    ...['runs.open', 'runs.epochs'],
  ])
})
