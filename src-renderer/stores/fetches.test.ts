import { expect, test } from 'vitest'
import type { DatasetFetch } from '../../src-preload/contract/shelf'
import { useFetchesStore } from './fetches'
import { openStores } from './open-stores.test-helper'

const ERROR = { code: 'download-failed', message: 'the connection was cut', hint: '' } as const
const FETCHING: DatasetFetch = { split: 'letters', state: { phase: 'fetching', progress: null } }
const PAUSED: DatasetFetch = {
  split: 'digits',
  state: { phase: 'paused', bytesDone: 5, bytesTotal: 10 },
}

function open() {
  const bridge = openStores()
  const fetches = useFetchesStore()
  return { bridge, fetches, end: fetches.begin() }
}

test('paused ones are found when the window opens', async () => {
  const { bridge, fetches, end } = open()
  bridge.connection('connected')
  await bridge.answer('fetches.list', { ok: true, result: { fetches: [PAUSED] } })
  expect(fetches.stateOf('digits')).toEqual(PAUSED.state)
  expect(fetches.underWay).toBe(0)
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('a list does not undo what was told while it was on its way', async () => {
  const { bridge, fetches } = open()
  bridge.connection('connected')
  bridge.tell('fetches.changed', { fetches: [FETCHING] })
  await bridge.answer('fetches.list', { ok: true, result: { fetches: [] } })
  expect(fetches.underWay).toBe(1)
})

test('only those that use the network count as downloads', () => {
  const { bridge, fetches } = open()
  bridge.tell('fetches.changed', { fetches: [FETCHING, PAUSED] })
  expect(fetches.underWay).toBe(1)
  bridge.tell('fetches.changed', { fetches: [] })
  expect(fetches.underWay).toBe(0)
})

test.each(['start', 'pause', 'cancel'] as const)('%s is asked of its split', async (command) => {
  const { bridge, fetches } = open()
  const asked = fetches[command]('mnist')
  await bridge.answer(`fetches.${command}`, { ok: true, result: {} })
  await asked
  expect(bridge.asked.at(-1)?.params).toEqual({ split: 'mnist' })
})

test('a refusal is told beside its split until the next command', async () => {
  const { bridge, fetches } = open()
  void fetches.start('mnist')
  await bridge.answer('fetches.start', { ok: false, error: ERROR })
  expect(fetches.refusal).toEqual({ split: 'mnist', error: ERROR })
  void fetches.start('mnist')
  await bridge.answer('fetches.start', { ok: true, result: {} })
  expect(fetches.refusal).toBeNull()
})
