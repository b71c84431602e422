import { expect, test } from 'vitest'
import { recallMarks } from './recall-marks'

const WORDS = {
  percent: String,
  epoch: 'Epoch',
  best: 'best',
  name: (characters: readonly string[]) => characters.join(' '),
}
const RECALL = {
  classes: [{ characters: ['a'] }, { characters: ['b'] }, { characters: ['c'] }],
  epochs: [
    { epoch: 1, best: false, recall: [0, 0.5, 0.9] },
    { epoch: 2, best: true, recall: [1, null, 0.9] },
    { epoch: 3, best: false, recall: [0.5, 0.5, 0.9] },
  ],
}
/** 200 x 100 pixels from (44, 18). */
const [WIDTH, HEIGHT] = [288, 154]

test('a chosen class is drawn from epoch to epoch, and leaves out what was not measured', () => {
  const marks = recallMarks(WIDTH, HEIGHT, RECALL, [0, 1], WORDS)
  const lines = marks.filter((mark) => mark.kind === 'line' && mark.width === 2)
  expect(lines.map((mark) => (mark.kind === 'line' ? [...mark.points] : []))).toEqual([
    [44, 118, 144, 18, 244, 68],
    [44, 68, 244, 68],
  ])
  expect(new Set(lines.map((mark) => (mark.kind === 'line' ? mark.tone : ''))).size).toBe(2)
})

test('names at the ends of lines do not lie upon each other', () => {
  const marks = recallMarks(WIDTH, HEIGHT, RECALL, [0, 1, 2], WORDS)
  const names = marks.flatMap((mark) => (mark.kind === 'text' && mark.isStrong ? [mark] : []))
  expect(names.map(({ text }) => text)).toEqual(['c', 'a', 'b'])
  const distances = names.slice(1).map(({ y }, index) => y - (names[index]?.y ?? 0))
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(13)
})

test('a run of one epoch has its points', () => {
  const [first] = RECALL.epochs
  const one = { ...RECALL, epochs: first === undefined ? [] : [first] }
  const marks = recallMarks(WIDTH, HEIGHT, one, [0], WORDS)
  expect(marks.filter(({ kind }) => kind === 'disc')).toHaveLength(1)
})
