import { createApp, effectScope } from 'vue'
import { expect, test } from 'vitest'
import type { Dropped } from '../../src-preload/contract/bridge/bridge'
import { handedOverSchema } from '../../src-preload/contract/bridge/hand-over'
import { ScriptedBridge } from '../scripted-bridge.test-helper'
import { BRIDGE } from '../stores/use-bridge'
import { useHandOver } from './hand-over'

const ERROR = { code: 'disk-full', message: 'there is no room for it', hint: '' } as const
const DROPPED: Dropped = { items: [new File(['a'], 'a.csv')], contents: () => Promise.resolve([]) }
const FILE = handedOverSchema.parse({
  id: 'a3bb189e-8bf9-4888-9912-ace4e6543002',
  ...{ name: 'a.csv', kind: 'file', files: 1, bytes: 1 },
})

function open() {
  const bridge = new ScriptedBridge()
  const scope = effectScope()
  const made = createApp({})
    .provide(BRIDGE, bridge)
    .runWithContext(() => scope.run(() => useHandOver()))
  if (made === undefined) throw new Error('the scope has ended')
  return { ...made, bridge, scope }
}

test('how far it is is told until it is there', async () => {
  const { bridge, state, handOver } = open()
  const handing = handOver(DROPPED)
  expect(state.value).toEqual({ phase: 'handing-over', progress: null })
  const progress = { bytesDone: 1, bytesTotal: 2 }
  bridge.handed[0]?.progress(progress)
  expect(state.value).toEqual({ phase: 'handing-over', progress })
  bridge.handed[0]?.answer({ ok: true, result: FILE })
  expect(await handing).toEqual(FILE)
  expect(state.value).toEqual({ phase: 'idle' })
})

test('a refusal says why and can be put away', async () => {
  const { bridge, state, handOver, dismiss } = open()
  const handing = handOver(DROPPED)
  bridge.handed[0]?.answer({ ok: false, error: ERROR })
  expect(await handing).toBeNull()
  expect(state.value).toEqual({ phase: 'refused', error: ERROR })
  dismiss()
  expect(state.value).toEqual({ phase: 'idle' })
})

test('one lot is handed over at a time, and nothing is none', async () => {
  const { bridge, handOver } = open()
  expect(await handOver(null)).toBeNull()
  void handOver(DROPPED)
  expect(await handOver(DROPPED)).toBeNull()
  expect(bridge.handed).toHaveLength(1)
})

test('whoever has left the screen is not asked about it', async () => {
  const { bridge, scope, handOver } = open()
  const handing = handOver(DROPPED)
  scope.stop()
  bridge.handed[0]?.answer({ ok: true, result: FILE })
  expect(await handing).toBeNull()
})
