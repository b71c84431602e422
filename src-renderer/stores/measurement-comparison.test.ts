import { beforeEach, describe, expect, test } from 'vitest'
import type { Comparison } from '../../src-preload/contract/measurement'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { useMeasurementComparisonStore } from './measurement-comparison'
import { openStores } from './open-stores.test-helper'

const [BASELINE, FIRST, SECOND] = ['baseline', 'first', 'second'].map((file) => ({
  run: null,
  file,
})) as [Ref, Ref, Ref]
type Ref = { readonly run: null; readonly file: string }

const comparison: Comparison = {
  images: 20,
  difference: 0.05,
  interval: { level: 0.95, lower: -0.1, upper: 0.2 },
  baselineOnly: 1,
  otherOnly: 2,
  p: 1,
  holmP: 1,
}
const SAME = { ok: true as const, comparison }
const OTHER = {
  ok: false as const,
  error: { code: 'classes-differ' as const, message: 'other classes', hint: '' },
}

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

describe('what is held against a baseline', () => {
  test('is not asked before one was chosen', async () => {
    const store = useMeasurementComparisonStore()
    await store.compare([FIRST])
    expect(bridge.asked).toEqual([])
    expect(store.state).toEqual({ phase: 'none' })
  })

  test('is told with what each of them comes to', async () => {
    const store = useMeasurementComparisonStore()
    store.baseline = BASELINE
    void store.compare([FIRST, SECOND])
    expect(store.state.phase).toBe('asking')
    expect(bridge.asked[0]?.params).toEqual({ baseline: BASELINE, others: [FIRST, SECOND] })
    await bridge.answer('measurements.compare', {
      ok: true,
      result: { comparisons: [SAME, OTHER] },
    })
    expect(store.state).toEqual({
      phase: 'compared',
      baseline: BASELINE,
      all: [
        { ref: FIRST, outcome: SAME },
        { ref: SECOND, outcome: OTHER },
      ],
    })
  })

  test('is what was asked last, whatever is answered last', async () => {
    const store = useMeasurementComparisonStore()
    store.baseline = BASELINE
    void store.compare([FIRST, SECOND])
    void store.compare([SECOND])
    await bridge.answer('measurements.compare', {
      ok: true,
      result: { comparisons: [SAME, SAME] },
    })
    await bridge.answer('measurements.compare', { ok: true, result: { comparisons: [OTHER] } })
    const all = [{ ref: SECOND, outcome: OTHER }]
    expect(store.state).toEqual({ phase: 'compared', baseline: BASELINE, all })
  })

  test('does not stand beside another baseline', async () => {
    const store = useMeasurementComparisonStore()
    store.baseline = BASELINE
    void store.compare([FIRST])
    await bridge.answer('measurements.compare', { ok: true, result: { comparisons: [SAME] } })
    void store.compare([FIRST, SECOND])
    expect(store.state.phase).toBe('compared')
    store.baseline = SECOND
    void store.compare([FIRST])
    expect(store.state).toEqual({ phase: 'asking' })
  })

  test('is asked again once the connection is back', async () => {
    const store = useMeasurementComparisonStore()
    const end = store.begin()
    store.baseline = BASELINE
    void store.compare([FIRST])
    const error = { code: 'connection-lost' as const, message: 'gone', hint: '' }
    await bridge.answer('measurements.compare', { ok: false, error })
    expect(store.state).toEqual({ phase: 'failed', error })
    bridge.connection('connected')
    await bridge.answer('measurements.compare', { ok: true, result: { comparisons: [SAME] } })
    expect(store.state.phase).toBe('compared')
    end()
    expect(bridge.listenerCount).toBe(0)
  })

  test('takes others in and out', () => {
    const store = useMeasurementComparisonStore()
    store.toggleBeside(FIRST)
    store.toggleBeside(SECOND)
    store.toggleBeside({ ...FIRST })
    expect(store.beside).toEqual([SECOND])
  })
})
