import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ModelRef, SheetReading, Strokes } from '../../../src-preload/contract/sketch'
import { ScriptedBridge } from '../../scripted-bridge.test-helper'
import { madeSheetReading, madeStroke } from './made-answer.test-helper'
import { continues, READ_EVERY_MS, SheetReader } from './sheet-reader'

const BUILT_IN: readonly ModelRef[] = [{ kind: 'built-in' }]
const TWO: readonly ModelRef[] = [{ kind: 'built-in' }, { kind: 'built-in' }]

let bridge: ScriptedBridge
let reader: SheetReader
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  bridge = new ScriptedBridge()
  reader = new SheetReader(bridge, { strokes: [], models: BUILT_IN })
})
afterEach(() => {
  reader.close()
  vi.useRealTimers()
})

const drawing = (count: number): Strokes => [madeStroke(count)]
const read = (strokes: Strokes, isUrgent = false, models = BUILT_IN): void =>
  reader.read({ strokes, models }, isUrgent)
const answer = async (reading: SheetReading): Promise<void> => {
  const answered = bridge.answer('sketch.read', { ok: true, result: { reading } })
  await vi.advanceTimersByTimeAsync(0)
  await answered
}
const refuse = async (code: 'runtime-missing' | 'connection-lost'): Promise<void> => {
  const error = { code, message: 'no', hint: '' }
  const answered = bridge.answer('sketch.read', { ok: false, error })
  await vi.advanceTimersByTimeAsync(0)
  await answered
}
/** Points of each drawing that was asked about. */
const asked = (): readonly number[] =>
  bridge.asked.map(({ params }) => {
    const { strokes } = params as { strokes: Strokes }
    return strokes.reduce((sum, { points }) => sum + points.length / 3, 0)
  })
const shown = () => {
  const reading = reader.answer.value?.reading
  const first = reading?.kind === 'drawn' ? reading.readings[0] : undefined
  return first?.kind === 'read' ? first.answers[0]?.characters[0] : reading?.kind
}

describe('while one draws', () => {
  test('the first move is read at once, later ones every 33 ms', async () => {
    read(drawing(2))
    expect(asked()).toEqual([2])
    await answer(madeSheetReading('a'))
    read(drawing(3))
    read(drawing(4))
    expect(asked()).toEqual([2])
    await vi.advanceTimersByTimeAsync(READ_EVERY_MS)
    expect(asked()).toEqual([2, 4])
  })

  test('one question is under way, and the latest drawing comes next', async () => {
    read(drawing(2))
    await vi.advanceTimersByTimeAsync(500)
    read(drawing(3))
    read(drawing(4))
    expect(asked()).toEqual([2])
    await answer(madeSheetReading('a'))
    expect(asked()).toEqual([2, 4])
    expect(shown()).toBe('a')
  })
})

describe('at the end of a stroke', () => {
  test('it is read at once, beside what is under way', async () => {
    read(drawing(2))
    read(drawing(3), true)
    expect(asked()).toEqual([2, 3])
    await answer(madeSheetReading('a'))
    await answer(madeSheetReading('b'))
    expect(shown()).toBe('b')
  })

  test('the same drawing is not asked about twice', () => {
    const last = drawing(3)
    read(last)
    read([...last], true)
    expect(asked()).toEqual([3])
  })

  test('no more than two questions are under way', async () => {
    for (const count of [2, 3, 4, 5]) read(drawing(count), true)
    expect(asked()).toEqual([2, 3])
    await answer(madeSheetReading('a'))
    expect(asked()).toEqual([2, 3, 5])
  })
})

describe('an answer that is late', () => {
  test('is not shown on a sheet that was cleared', async () => {
    read(drawing(2))
    read([], true)
    await answer(madeSheetReading('a'))
    expect(shown()).toBeUndefined()
    await answer({ kind: 'empty' })
    expect(shown()).toBe('empty')
  })

  test('is not shown after a stroke was taken back', async () => {
    const one = madeStroke(2)
    read([one])
    await answer(madeSheetReading('a'))
    read([one, madeStroke(5, 50)], true)
    read([one], true)
    await answer(madeSheetReading('b'))
    expect(shown()).toBe('a')
    await answer(madeSheetReading('c'))
    expect(shown()).toBe('c')
  })

  test('is not shown of another model', async () => {
    read(drawing(2))
    read(drawing(2), true, TWO)
    await answer(madeSheetReading('a'))
    expect([shown(), reader.isReady.value]).toEqual([undefined, false])
    await answer(madeSheetReading('b'))
    expect([shown(), reader.isReady.value]).toEqual(['b', true])
  })
})

test('models are opened by an empty question', async () => {
  reader.again()
  expect([asked(), reader.isReady.value]).toEqual([[0], false])
  await answer({ kind: 'empty' })
  expect(reader.isReady.value).toBe(true)
})

test('models are kept open without a word about the sheet', async () => {
  read(drawing(2))
  reader.keepReady()
  expect(asked()).toEqual([2])
  await answer(madeSheetReading('a'))
  reader.keepReady()
  await answer({ kind: 'empty' })
  expect([asked(), shown()]).toEqual([[2, 0], 'a'])
})

test('what could not be read is read when it is asked for again', async () => {
  read(drawing(2))
  await refuse('connection-lost')
  expect(reader.refusal.value?.code).toBe('connection-lost')
  reader.again()
  await answer(madeSheetReading('a'))
  expect([shown(), reader.refusal.value]).toEqual(['a', null])
})

test('after a refusal nothing is shown of an earlier drawing', async () => {
  read(drawing(2))
  await answer(madeSheetReading('a'))
  read(drawing(3), true)
  await refuse('runtime-missing')
  expect([shown(), reader.refusal.value?.code]).toEqual([undefined, 'runtime-missing'])
})

test('a refusal leaves what was read of the same drawing', async () => {
  read(drawing(2))
  await answer(madeSheetReading('a'))
  reader.again()
  await refuse('connection-lost')
  expect(shown()).toBe('a')
})

test('without a model nothing is asked', () => {
  read(drawing(2), true, [])
  expect(asked()).toEqual([])
})

test.each([
  ['a stroke that goes on', drawing(3), drawing(5), true],
  ['one stroke more', drawing(3), [...drawing(3), ...drawing(2)], true],
  ['a stroke less', [...drawing(3), ...drawing(2)], drawing(3), false],
  ['a stroke elsewhere', drawing(3), [madeStroke(5, 90)], false],
  ['a shorter stroke', drawing(5), drawing(3), false],
  ['a cleared sheet', drawing(3), [], false],
])('whether a drawing goes on: %s', (_name, before, now, expected) => {
  expect(continues(before, now)).toBe(expected)
})
