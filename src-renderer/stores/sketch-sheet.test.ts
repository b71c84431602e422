import { beforeEach, expect, test } from 'vitest'
import {
  sketchIdSchema,
  type KeptSketch,
  type SketchTruth,
  type Strokes,
} from '../../src-preload/contract/sketch'
import type { ErrorData } from '../../src-preload/contract/errors'
import { madeSheetReading, madeStroke } from '../composables/pen/made-answer.test-helper'
import type { SheetAnswer } from '../composables/pen/sheet-reader'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { openStores } from './open-stores.test-helper'
import { useSketchSheetStore } from './sketch-sheet'

const SEVEN: SketchTruth = { kind: 'character', character: '7' }
const FULL: ErrorData = { code: 'disk-full', message: 'the disk is full', hint: 'free some' }
const GONE: ErrorData = { code: 'sketch-missing', message: 'it is gone', hint: 'look' }

let bridge: ScriptedBridge
let store: ReturnType<typeof useSketchSheetStore>
beforeEach(() => {
  bridge = openStores()
  store = useSketchSheetStore()
})

const kept = (id: string, truth: SketchTruth | null = null): KeptSketch => ({
  id: sketchIdSchema.parse(id),
  drawnAt: '2026-01-01T00:00:00.000Z',
  pixels: '',
  said: null,
  truth,
})
const ok = (sketch: KeptSketch) => ({ ok: true, result: { sketch } }) as const
const draw = (strokes: Strokes = [madeStroke(3)]): void =>
  store.happens({ type: 'put', strokes }, null)
const read = (character: string): SheetAnswer => ({
  strokes: store.sheet.strokes,
  models: [{ kind: 'built-in' }],
  reading: madeSheetReading(character),
})
const asked = () => bridge.asked.map(({ name, params }) => ({ name, params }))

test('what is cleared away is kept, with what was read of it', () => {
  draw()
  store.happens({ type: 'clear' }, read('7'))
  expect(asked()).toMatchObject([
    {
      name: 'sketches.keep',
      params: {
        strokes: [madeStroke(3)],
        said: { model: { kind: 'built-in' }, answers: [{ characters: ['7'] }, {}] },
        truth: null,
      },
    },
  ])
})

test('what was read of another drawing is not what it was read as', () => {
  draw()
  const before = read('1')
  draw([madeStroke(9)])
  store.happens({ type: 'clear' }, before)
  expect(asked().map(({ params }) => (params as { said: unknown }).said)).toEqual([null, null])
})

test('an empty sheet is not kept, and neither is ink beside the paper', () => {
  store.happens({ type: 'clear' }, null)
  draw()
  store.happens({ type: 'clear' }, { ...read('7'), reading: { kind: 'empty' } })
  expect(asked()).toEqual([])
})

test('a drawing is kept once, however often it is brought back and cleared', async () => {
  draw()
  store.happens({ type: 'clear' }, null)
  await bridge.answer('sketches.keep', ok(kept('one')))
  store.happens({ type: 'undo' }, null)
  expect(store.kept?.id).toBe('one')
  store.happens({ type: 'clear' }, null)
  expect(asked()).toHaveLength(1)
})

test('a correction keeps the drawing with its truth, and clearing does not keep it again', async () => {
  draw()
  const corrected = store.correct(SEVEN, read('1'))
  await bridge.answer('sketches.keep', ok(kept('one', SEVEN)))
  await corrected
  expect(store.kept?.truth).toEqual(SEVEN)
  store.happens({ type: 'clear' }, null)
  expect(asked()).toMatchObject([{ name: 'sketches.keep', params: { truth: SEVEN } }])
})

test('another correction is of the same sketch, and can be taken back', async () => {
  draw()
  const first = store.correct(SEVEN, null)
  await bridge.answer('sketches.keep', ok(kept('one', SEVEN)))
  await first
  const second = store.correct(null, null)
  await Promise.resolve()
  await bridge.answer('sketches.correct', ok(kept('one')))
  await second
  expect(asked().at(-1)).toEqual({
    name: 'sketches.correct',
    params: { sketch: 'one', truth: null },
  })
  expect(store.kept?.truth).toBeNull()
})

test('a sketch that was deleted meanwhile is kept anew', async () => {
  draw()
  const first = store.correct({ kind: 'none' }, null)
  await bridge.answer('sketches.keep', ok(kept('one', { kind: 'none' })))
  await first
  const second = store.correct(SEVEN, null)
  await Promise.resolve()
  await bridge.answer('sketches.correct', { ok: false, error: GONE })
  await bridge.answer('sketches.keep', ok(kept('two', SEVEN)))
  await second
  expect(store.kept?.id).toBe('two')
})

test('what could not be kept says so, is not lost, and is tried again', async () => {
  draw()
  store.happens({ type: 'clear' }, null)
  await bridge.answer('sketches.keep', { ok: false, error: FULL })
  expect(store.refusal).toEqual(FULL)
  store.happens({ type: 'undo' }, null)
  expect(store.sheet.strokes).toEqual([madeStroke(3)])
  store.happens({ type: 'clear' }, null)
  expect(asked()).toHaveLength(2)
})

test('a kept sketch comes back onto the sheet, and what was there is kept', async () => {
  draw()
  const opened = store.open(kept('old', SEVEN), null)
  await bridge.answer('sketches.open', { ok: true, result: { strokes: [madeStroke(9)] } })
  await opened
  expect(store.sheet.strokes).toEqual([madeStroke(9)])
  expect(store.kept).toMatchObject({ id: 'old', truth: SEVEN })
  expect(asked().map(({ name }) => name)).toEqual(['sketches.open', 'sketches.keep'])
  store.happens({ type: 'clear' }, null)
  expect(asked()).toHaveLength(2)
})

test('what is taken back in the list is taken back on the sheet', async () => {
  draw()
  const corrected = store.correct(SEVEN, null)
  await bridge.answer('sketches.keep', ok(kept('one', SEVEN)))
  await corrected
  store.renew(kept('other'))
  expect(store.kept?.truth).toEqual(SEVEN)
  store.renew(kept('one'))
  expect(store.kept?.truth).toBeNull()
})

test('what was deleted is not kept any more', async () => {
  draw()
  const corrected = store.correct(SEVEN, null)
  await bridge.answer('sketches.keep', ok(kept('one', SEVEN)))
  await corrected
  store.forget(kept('other').id)
  expect(store.kept?.id).toBe('one')
  store.forget(null)
  expect(store.kept).toBeNull()
})
