import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from './apportion'

const free = (size: number): { least: number; most: number } => ({ least: 0, most: size })
const bothSides = (size: number): { least: number; most: number } =>
  size >= 2 ? { least: 1, most: size - 1 } : { least: 0, most: 0 }

test.each([
  // Quotas 2.35, 2.65, 5: the second has the largest remainder.
  [[47, 53, 100], 10, free, [2, 3, 5]],
  // Equal remainders: the first come first.
  [[10, 10, 10, 10], 6, free, [2, 2, 1, 1]],
  // Quotas 0.1, 0.2, 9.7: the small ones get one all the same, the large one gives.
  [[1, 2, 97], 10, bothSides, [0, 1, 9]],
  // No room for as few as two, or as many as nine.
  [[2, 2, 2, 4], 2, bothSides, [1, 1, 1, 1]],
  [[2, 2, 2, 4], 9, bothSides, [1, 1, 1, 3]],
  [[], 3, free, []],
  [[0, 0], 3, free, [0, 0]],
])('sizes %j, %i places', (sizes, total, bounds, expected) => {
  expect(apportion(sizes, total, bounds)).toEqual(expected)
})

test('the total is exact, and no class is off its quota by one or more', () => {
  const sizes = fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const sum = all.reduce((a, b) => a + b, 0)
      const total = Math.round(share * sum)
      const places = apportion(all, total, free)
      expect(places.reduce((a, b) => a + b, 0)).toBe(total)
      places.forEach((count, index) => {
        const quota = sum === 0 ? 0 : (total * (all[index] ?? 0)) / sum
        expect(Math.abs(count - quota)).toBeLessThan(1 + 1e-9)
      })
    }),
  )
})

test('bounds hold, and only they keep the total from being exact', () => {
  const sizes = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const total = Math.round(share * all.reduce((a, b) => a + b, 0))
      const places = apportion(all, total, bothSides)
      places.forEach((count, index) => {
        const { least, most } = bothSides(all[index] ?? 0)
        expect(count >= least && count <= most).toBe(true)
      })
      const least = all.reduce((sum, size) => sum + bothSides(size).least, 0)
      const most = all.reduce((sum, size) => sum + bothSides(size).most, 0)
      expect(places.reduce((a, b) => a + b, 0)).toBe(Math.min(Math.max(total, least), most))
    }),
  )
})
