import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { openStores } from './open-stores.test-helper'
import { usePreferencesStore } from './preferences'
import { STROKE_WIDTHS, useSketchToolsStore } from './sketch-tools'

let bridge: ScriptedBridge
let store: ReturnType<typeof useSketchToolsStore>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  bridge = openStores()
  store = useSketchToolsStore()
})
afterEach(() => {
  vi.useRealTimers()
})

const kept = () => bridge.asked.map(({ params }) => preferencesSchema.parse(params).sketch)

test('a choice holds at once, and is kept once the slider rests', () => {
  for (const strokeWidth of [32, 34, 36]) store.change({ strokeWidth })
  store.change({ guides: false })
  expect(store.tools).toMatchObject({ strokeWidth: 36, guides: false })
  expect(kept()).toEqual([])
  vi.advanceTimersByTime(1000)
  expect(kept()).toMatchObject([{ strokeWidth: 36, guides: false, penPressure: true }])
})

test('what another window chooses holds here, too', () => {
  const preferences = usePreferencesStore()
  const sketch = { ...preferences.preferences.sketch, strokeWidth: 50 }
  preferences.preferences = { ...preferences.preferences, sketch }
  expect(store.tools.strokeWidth).toBe(50)
})

test('the width stays within what can be chosen', () => {
  for (let step = 0; step < 100; step++) store.changeWidth(1)
  expect(store.tools.strokeWidth).toBe(STROKE_WIDTHS.most)
  for (let step = 0; step < 100; step++) store.changeWidth(-1)
  expect(store.tools.strokeWidth).toBe(STROKE_WIDTHS.least)
})

test('a second model reads beside the first', () => {
  expect(store.models).toEqual([{ kind: 'built-in' }])
  store.change({ secondModel: { kind: 'built-in' } })
  expect(store.models).toHaveLength(2)
})
