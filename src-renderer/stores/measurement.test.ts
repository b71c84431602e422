import { beforeEach, describe, expect, test } from 'vitest'
import type { MeasurementRef } from '../../src-preload/contract/measurement'
import { runIdSchema } from '../../src-preload/contract/run'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeMeasurement } from './made-measurement.test-helper'
import { useMeasurementStore } from './measurement'
import { openStores } from './open-stores.test-helper'

const FIRST: MeasurementRef = { run: runIdSchema.parse('first'), file: 'strokes-test' }
const SECOND: MeasurementRef = { run: null, file: 'made-elsewhere' }
const LOST = { code: 'connection-lost', message: 'gone', hint: '' } as const
const MISSING = { code: 'run-missing', message: 'no such run', hint: '' } as const

const MADE = madeMeasurement([
  [8, 2],
  [3, 7],
])
const opened = (ref: MeasurementRef, called = MADE.called) => ({
  ok: true as const,
  result: { measurement: { ...MADE, ref, called } },
})

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

describe('the measurement that is shown', () => {
  test('is the one asked for', async () => {
    const store = useMeasurementStore()
    store.open(FIRST)
    expect(store.state).toEqual({ phase: 'asking', ref: FIRST })
    await bridge.answer('measurements.open', opened(FIRST))
    expect(store.measurement?.ref).toEqual(FIRST)
  })

  test('is the latest asked for, whatever is answered last', async () => {
    const store = useMeasurementStore()
    store.open(FIRST)
    store.open(SECOND)
    await bridge.answer('measurements.open', opened(FIRST))
    expect(store.state).toEqual({ phase: 'asking', ref: SECOND })
    await bridge.answer('measurements.open', opened(SECOND))
    expect(store.measurement?.ref).toEqual(SECOND)
  })

  test('stays in sight while it is asked again', async () => {
    const store = useMeasurementStore()
    store.begin()
    store.open(FIRST)
    await bridge.answer('measurements.open', opened(FIRST))
    bridge.tell('measurements.changed', {})
    expect(store.measurement?.ref).toEqual(FIRST)
    const another = { kind: 'name', name: 'another name' } as const
    await bridge.answer('measurements.open', opened(FIRST, another))
    expect(store.measurement?.called).toEqual(another)
  })

  test.each([
    ['stays where the connection is lost', LOST, 'open'],
    ['gives way where it is gone', MISSING, 'failed'],
  ] as const)('%s', async (_case, error, phase) => {
    const store = useMeasurementStore()
    store.begin()
    store.open(FIRST)
    await bridge.answer('measurements.open', opened(FIRST))
    bridge.tell('measurements.changed', {})
    await bridge.answer('measurements.open', { ok: false, error })
    expect(store.state.phase).toBe(phase)
  })

  test('is asked for once, however often it is opened', () => {
    const store = useMeasurementStore()
    store.open(FIRST)
    store.open({ ...FIRST })
    expect(bridge.asked).toHaveLength(1)
  })

  test('is none once it was closed, also where an answer is still to come', async () => {
    const store = useMeasurementStore()
    store.open(FIRST)
    store.open(null)
    await bridge.answer('measurements.open', opened(FIRST))
    expect(store.state).toEqual({ phase: 'none' })
  })

  test('ends its subscriptions', () => {
    const end = useMeasurementStore().begin()
    expect(bridge.listenerCount).toBe(2)
    end()
    expect(bridge.listenerCount).toBe(0)
  })
})
