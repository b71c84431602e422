import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp, effectScope, shallowRef, type EffectScope } from 'vue'
import { runIdSchema } from '../../../src-preload/contract/run'
import type { ModelRef, Strokes } from '../../../src-preload/contract/sketch'
import { ScriptedBridge } from '../../scripted-bridge.test-helper'
import { BRIDGE } from '../../stores/use-bridge'
import { madeSheetReading, madeStroke } from './made-answer.test-helper'
import { EMPTY_SHEET, nextSheet, type Happening, type Sheet } from './sheet'
import { useSheetReading, type SheetReading } from './use-sheet-reading'

const RUN = runIdSchema.parse('20260101-000000-tiny-some')

let bridge: ScriptedBridge
let scope: EffectScope
let reading: SheetReading
const sheet = shallowRef<Sheet>(EMPTY_SHEET)
const models = shallowRef<readonly ModelRef[]>([])
beforeEach(() => {
  bridge = new ScriptedBridge()
  scope = effectScope()
  sheet.value = EMPTY_SHEET
  models.value = [{ kind: 'built-in' }]
  const app = createApp({}).provide(BRIDGE, bridge)
  app.runWithContext(() =>
    scope.run(() => {
      reading = useSheetReading(
        () => sheet.value,
        () => models.value,
      )
    }),
  )
})
afterEach(() => scope.stop())

const happens = (happening: Happening): void => {
  sheet.value = nextSheet(sheet.value, happening)
}
const contact = { pointer: 1, kind: 'mouse', contactPx: 1, atMs: 0 } as const
const draw = (x: number): void => {
  const pen = { width: 30, hasPressure: false }
  happens({ type: 'down', pen, points: [x, 0, 0.5], ...contact })
  happens({ type: 'up', pointer: 1 })
}
const asked = () =>
  bridge.asked.map(({ params }) => (params as { strokes: Strokes }).strokes.length)
const answer = (character: string) =>
  bridge.answer('sketch.read', { ok: true, result: { reading: madeSheetReading(character) } })

test('models are opened once the program is there', async () => {
  expect(asked()).toEqual([])
  bridge.connection('connected')
  expect([asked(), reading.isOpening.value]).toEqual([[0], true])
  await bridge.answer('sketch.read', { ok: true, result: { reading: { kind: 'empty' } } })
  expect(reading.isOpening.value).toBe(false)
})

test('the end of a stroke is asked about in the same turn', () => {
  draw(5)
  expect(asked()).toEqual([1])
  draw(50)
  expect(asked()).toEqual([1, 2])
})

test('what was read in turn is kept until the sheet is cleared', async () => {
  draw(5)
  await answer('c')
  draw(50)
  await answer('a')
  const characters = () => reading.timeline.value.entries.map((entry) => entry.characters.join())
  expect(characters()).toEqual(['c', 'a'])
  happens({ type: 'clear' })
  expect([characters(), reading.answer.value]).toEqual([[], null])
})

test('what was read in turn is of one drawing and one model', async () => {
  const characters = () => reading.timeline.value.entries.map((entry) => entry.characters.join())
  draw(5)
  await answer('c')
  happens({ type: 'put', strokes: [madeStroke(9, 300)] })
  expect(characters()).toEqual([])
  await answer('a')
  draw(50)
  await answer('d')
  happens({ type: 'undo' })
  await answer('a')
  expect(characters()).toEqual(['a', 'd', 'a'])
  models.value = [{ kind: 'built-in' }, { kind: 'run', run: RUN }]
  await answer('a')
  expect(characters()).toEqual(['a', 'd', 'a'])
  models.value = [{ kind: 'run', run: RUN }]
  expect(characters()).toEqual([])
})

test('another model reads what is on the sheet', async () => {
  happens({ type: 'put', strokes: [madeStroke(3)] })
  await answer('c')
  models.value = [{ kind: 'built-in' }, { kind: 'built-in' }]
  expect(asked()).toEqual([1, 1])
})

test('nothing listens any more once the caller is gone', async () => {
  bridge.connection('connected')
  scope.stop()
  expect(bridge.listenerCount).toBe(0)
  await answer('c')
  expect(reading.answer.value).toBeNull()
})
