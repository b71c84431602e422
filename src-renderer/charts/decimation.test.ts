import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { visiblePath } from './decimation'

const all = { from: 0, to: 100 }
const rising = (length: number, gap = 1) =>
  Float64Array.from({ length }, (_, index) => (index + 1) * gap)

/** Least and greatest y of each column. */
function columnRanges(points: readonly (readonly [number, number])[], columns: number) {
  const ranges = new Map<number, readonly [number, number]>()
  for (const [x, y] of points) {
    const column = Math.floor((x / 100) * columns)
    const [low, high] = ranges.get(column) ?? [y, y]
    ranges.set(column, [Math.min(low, y), Math.max(high, y)])
  }
  return ranges
}

function pairs(path: Float64Array): (readonly [number, number])[] {
  return Array.from({ length: path.length / 2 }, (_, index) => [
    path[2 * index] ?? 0,
    path[2 * index + 1] ?? 0,
  ])
}

describe('a path of the visible part', () => {
  test('keeps every point where there are few', () => {
    const path = visiblePath(rising(3, 10), Float64Array.from([5, 6, 4]), all, 50)
    expect(pairs(path)).toEqual([
      [10, 5],
      [20, 6],
      [30, 4],
    ])
  })

  test('keeps one point beyond each edge', () => {
    const y = rising(9)
    const path = visiblePath(rising(9, 10), y, { from: 35, to: 55 }, 50)
    expect(pairs(path).map(([x]) => x)).toEqual([30, 40, 50, 60])
  })

  test('of a column has its least and greatest value in their order', () => {
    const x = Float64Array.from([1, 2, 3, 4, 5, 6])
    const y = Float64Array.from([5, 9, 5, 1, 5, 4])
    expect(pairs(visiblePath(x, y, all, 1))).toEqual([
      [2, 9],
      [4, 1],
    ])
  })

  test('of nothing is nothing', () => {
    expect(visiblePath(new Float64Array(0), new Float64Array(0), all, 10)).toHaveLength(0)
  })

  test('reaches as far up and down in each column as the whole curve, in rising order', () => {
    const curve = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 200, maxLength: 400 })
    fc.assert(
      fc.property(curve, fc.integer({ min: 1, max: 60 }), (values, columns) => {
        const y = Float64Array.from(values)
        const x = Float64Array.from(values, (_, index) => (index * 99.9) / values.length)
        const path = pairs(visiblePath(x, y, all, columns))
        const whole = values.map((value, index) => [x[index] ?? 0, value] as const)
        expect(columnRanges(path, columns)).toEqual(columnRanges(whole, columns))
        expect(path.length).toBeLessThanOrEqual(2 * (columns + 2))
        expect(path.every(([at], index) => index === 0 || at > (path[index - 1]?.[0] ?? 0))).toBe(
          true,
        )
      }),
    )
  })
})
