import { expect, test } from 'vitest'
import { madeSheetReading, madeStroke } from './made-answer.test-helper'
import { MOST_ENTRIES, nextTimeline, NO_TIMELINE, type Timeline } from './timeline'

const answered = (character: string, points: number, isLegible = true) => ({
  strokes: points === 0 ? [] : [madeStroke(points)],
  models: [{ kind: 'built-in' }] as const,
  reading: madeSheetReading(character, isLegible),
})
const shown = ({ entries }: Timeline) =>
  entries.map(({ characters, drawn }) => `${characters.join()}${drawn}`)

test('what is answered again lasts longer', () => {
  const answers = [answered('c', 3), answered('a', 5), answered('a', 9), answered('c', 10)]
  expect(shown(answers.reduce(nextTimeline, NO_TIMELINE))).toEqual(['c3', 'a6', 'c1'])
})

test('what was taken back is time, too', () => {
  const answers = [answered('c', 3), answered('a', 9), answered('c', 3)]
  expect(shown(answers.reduce(nextTimeline, NO_TIMELINE))).toEqual(['c3', 'a6', 'c6'])
})

test('what cannot be read has no character', () => {
  expect(shown(nextTimeline(NO_TIMELINE, answered('c', 3, false)))).toEqual(['3'])
})

test('an empty sheet begins anew', () => {
  const before = nextTimeline(NO_TIMELINE, answered('c', 3))
  const empty = { ...answered('c', 0), reading: { kind: 'empty' } as const }
  expect(nextTimeline(before, empty)).toBe(NO_TIMELINE)
})

test('a model that fails answers nothing', () => {
  const before = nextTimeline(NO_TIMELINE, answered('c', 3))
  const error = { code: 'run-missing', message: 'gone', hint: '' } as const
  const reading = { ...madeSheetReading('c'), readings: [{ kind: 'failed', error }] }
  expect(nextTimeline(before, { ...answered('c', 9), reading } as never)).toBe(before)
})

test('the latest are shown', () => {
  const many = [...'abcdefghijklmnop'].map((character, at) => answered(character, at + 1))
  const { entries } = many.reduce(nextTimeline, NO_TIMELINE)
  expect(entries).toHaveLength(MOST_ENTRIES)
  expect(entries.at(-1)?.characters).toEqual(['p'])
})
