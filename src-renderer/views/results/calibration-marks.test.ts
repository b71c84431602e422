import { expect, test } from 'vitest'
import type { Mark } from '../../charts/marks'
import { calibrationMarks } from './calibration-marks'

const BINS = [
  { count: 10, confidence: 0.25, accuracy: 0.5, lower: 0.1, upper: 0.4 },
  { count: 10, confidence: 1, accuracy: 0, lower: 0.9, upper: 1 },
]
const WORDS = {
  shareRight: 'right',
  confidence: 'confidence',
  right: 'right',
  wrong: 'wrong',
  scale: 'root',
  count: String,
  percent: String,
}
const [WIDTH, HEIGHT] = [248, 254]

function discsOf(marks: readonly Mark[]): readonly Extract<Mark, { kind: 'disc' }>[] {
  return marks.filter((mark) => mark.kind === 'disc')
}

test('bins are points where their confidence and their accuracy meet', () => {
  // 200 x 200 pixels from (40, 20).
  const discs = discsOf(calibrationMarks(WIDTH, HEIGHT, BINS, null, WORDS))
  expect(discs.map(({ x, y }) => [x, y])).toEqual([
    [90, 120],
    [240, 220],
  ])
})

test('with what was answered there are bars, none where nothing was', () => {
  const areas = (right: number[], wrong: number[]) =>
    calibrationMarks(WIDTH, HEIGHT, BINS, { right, wrong }, WORDS).filter(
      ({ kind }) => kind === 'area',
    ).length
  // A bar with its edge, and a column in two colours; two marks of the legend.
  expect(areas([0, 3], [0, 1])).toBe(4 + 2)
  expect(areas([2, 3], [2, 1])).toBe(8 + 2)
})

test('everything lies within the picture', () => {
  const confidences = { right: [1, 0, 50], wrong: [9, 1, 0] }
  for (const mark of calibrationMarks(WIDTH, HEIGHT, BINS, confidences, WORDS)) {
    const [x, y] =
      mark.kind === 'area'
        ? [mark.box.x + mark.box.width, mark.box.y + mark.box.height]
        : mark.kind === 'text' || mark.kind === 'disc'
          ? [mark.x, mark.y]
          : [0, 0]
    expect(x).toBeLessThanOrEqual(WIDTH)
    expect(y).toBeLessThanOrEqual(HEIGHT)
  }
})
