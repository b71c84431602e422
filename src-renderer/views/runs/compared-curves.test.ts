import { describe, expect, test } from 'vitest'
import {
  madeEntry,
  madeEpochs,
  madeGroup,
  madeRunId,
} from '../../stores/made-run-entry.test-helper'
import { itemsOf, runItem } from '../../stores/run-items'
import { curveOf } from './compared-curves'
import { comparisonFigure } from './comparison-figure'
import { curvesToCsv } from './curves-text'

const NAMED = { slot: 1, name: 'a, "b"' }
const KNOWN = new Map([
  [madeRunId('aaaa'), madeEpochs(0.2, 0.4, 0.6)],
  [madeRunId('bbbb'), madeEpochs(0.4, 0.6)],
  [madeRunId('cccc'), madeEpochs(0.6)],
])

function groupCurve(statusOfLast: 'running' | 'finished') {
  const runs = [
    madeEntry('cccc', { status: statusOfLast }),
    madeEntry('bbbb'),
    madeEntry('aaaa'),
    madeEntry('none'),
  ]
  const [group] = itemsOf(runs, [madeGroup('aaaa', 'bbbb', 'cccc', 'none')])
  if (group === undefined) throw new Error('no group was made')
  return curveOf(group, NAMED, KNOWN, 'accuracy')
}
const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(6)))

describe('the curve of repeats', () => {
  test('is their mean with its spread, as far as all have come that ended', () => {
    const { points } = groupCurve('running')
    expect(
      points.map(({ epoch, value, deviation }) => [epoch, rounded(value), rounded(deviation)]),
    ).toEqual(
      // numpy: mean and std(ddof=1) of [0.2, 0.4, 0.6], then of [0.4, 0.6]
      [
        [1, 0.4, 0.2],
        [2, 0.5, 0.141421],
      ],
    )
  })
  test('ends with the run that ended first', () => {
    expect(groupCurve('finished').points.map(({ epoch }) => epoch)).toEqual([1])
  })
})

test('the curve of a run has no spread', () => {
  const { points } = curveOf(runItem(madeEntry('bbbb')), NAMED, KNOWN, 'loss')
  expect(points.map(({ value, deviation }) => [value, deviation])).toEqual([
    [0.6, null],
    [0.4, null],
  ])
})

test('curves as CSV read back as the same numbers', () => {
  const csv = curvesToCsv([
    groupCurve('running'),
    curveOf(runItem(madeEntry('aaaa')), { slot: 0, name: 'one' }, KNOWN, 'accuracy'),
  ])
  const [head, first, , third] = csv.split('\r\n')
  expect(head).toBe('epoch,"a, ""b""","a, ""b"", standard deviation",one')
  const [epoch, mean, deviation, one] = (first ?? '').split(',').map(Number)
  expect([epoch, rounded(mean ?? 0), rounded(deviation ?? 0), one]).toEqual([1, 0.4, 0.2, 0.2])
  expect(third).toBe('3,,,0.6')
})

describe('the figure', () => {
  const view = {
    measure: 'accuracy',
    unit: 'epoch',
    width: 600,
    height: 264,
    cursor: null,
  } as const
  const words = {
    units: { epoch: 'Epoch', step: 'Step' },
    percent: (share: number) => String(share),
    number: String,
  }
  const textsOf = (names: readonly string[]) => {
    const curves = names.map((name, slot) =>
      curveOf(runItem(madeEntry('aaaa')), { slot, name }, KNOWN, 'accuracy'),
    )
    const { marks } = comparisonFigure(curves, view, words)
    return marks.flatMap((mark) => (mark.kind === 'text' && mark.isStrong ? [mark] : []))
  }

  test('writes names beside their lines, none over another', () => {
    const texts = textsOf(['one', 'two', 'three', 'four', 'five', 'six'])
    const places = texts.map(({ y }) => y)
    expect(texts).toHaveLength(6)
    for (const [index, y] of places.entries())
      if (index > 0) expect(y - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(13)
    expect(Math.min(...places)).toBeGreaterThan(0)
    expect(Math.max(...places)).toBeLessThan(264)
  })
  test('has a band about the mean of repeats only', () => {
    const kinds = (curve: ReturnType<typeof groupCurve>) =>
      comparisonFigure([curve], view, words).marks.map(({ kind }) => kind)
    expect(kinds(groupCurve('running'))).toContain('polygon')
    expect(kinds(curveOf(runItem(madeEntry('aaaa')), NAMED, KNOWN, 'accuracy'))).not.toContain(
      'polygon',
    )
  })
  test('is drawn of no epoch, too', () => {
    const nothing = curveOf(runItem(madeEntry('none')), NAMED, KNOWN, 'accuracy')
    const { marks } = comparisonFigure([nothing], view, words)
    const numbers = marks.flatMap((mark) => (mark.kind === 'line' ? [...mark.points] : []))
    expect(numbers.every(Number.isFinite)).toBe(true)
  })
})
