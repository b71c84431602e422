import { describe, expect, test } from 'vitest'
import fixture from '../../../test/fixtures/evaluation/comparisons.json'
import { expectClose } from './close.test-helper'
import { holm } from './holm'
import { imageAnswers } from './image-answers'
import { mcnemarExact } from './mcnemar'
import { correctedTogether, pairedComparison, type PlacedAnswers } from './paired-comparison'
import { pairedInterval } from './paired-interval'

const TOLERANCE = 1e-9
const cases = fixture.flat()

describe('agrees with statsmodels', () => {
  test.each(cases)(
    "in McNemar's p of $firstOnly against $secondOnly of $images",
    ({ firstOnly, secondOnly, p }) => {
      expectClose(mcnemarExact(firstOnly, secondOnly), p, TOLERANCE)
      // Where it is small, in its digits too.
      if (p > 0) expectClose(mcnemarExact(firstOnly, secondOnly) / p, 1, TOLERANCE)
    },
  )

  test.each(cases)(
    'in the interval of $firstOnly against $secondOnly of $images',
    ({ images, firstOnly, secondOnly, lower, upper }) => {
      const found = pairedInterval(firstOnly, secondOnly, images)
      expectClose(found, { level: 0.95, lower, upper }, TOLERANCE)
    },
  )

  test.each(fixture)("in Holm's correction", (...together) => {
    const corrected = holm(together.map(({ p }) => p))
    expectClose(
      corrected,
      together.map(({ holmP }) => holmP),
      TOLERANCE,
    )
  })
})

test('p is 0 where no float64 is as small, and no less', () => {
  expect(mcnemarExact(0, 5000)).toBe(0)
  expect(mcnemarExact(0, 1000)).toBeGreaterThan(0)
})

/** Images of class 0, of which these are taken for it. */
function answersWith(right: readonly number[], places = [0, 1, 2, 3]): PlacedAnswers {
  const labels = new Int32Array(places.length)
  const values = Float64Array.from(
    places.flatMap((_, image) => {
      return right.includes(image) ? [0.9, 0.1] : [0.2, 0.8]
    }),
  )
  const scores = { kind: 'probabilities', values, classCount: 2 } as const
  return { places: Int32Array.from(places), answers: imageAnswers(labels, scores) }
}

test('images are held against each other one by one', () => {
  expect(pairedComparison(answersWith([0]), answersWith([1, 2]))).toMatchObject({
    ...{ images: 4, baselineOnly: 1, otherOnly: 2, difference: 0.25 },
    p: 1,
  })
})

test('what is compared together is corrected together', () => {
  const one = pairedComparison(answersWith([]), answersWith([0, 1, 2, 3]))
  expect(one.p).toBeCloseTo(0.125, 12)
  expect(correctedTogether([one])).toEqual([{ ...one, holmP: one.p }])
  expect(correctedTogether([one, one]).map(({ holmP }) => holmP)).toEqual([2 * one.p, 2 * one.p])
})

test.each<[string, PlacedAnswers]>([
  ['fewer images', answersWith([0], [0, 1, 2])],
  ['other images', answersWith([0], [0, 1, 2, 4])],
  ['images in another order', answersWith([0], [1, 0, 2, 3])],
])('%s are refused', (_, other) => {
  expect(() => pairedComparison(answersWith([0]), other)).toThrow(
    expect.objectContaining({ code: 'not-comparable' }),
  )
})

test('images of other labels are refused', () => {
  const { places, answers } = answersWith([0])
  const relabelled = { ...answers, actual: Uint8Array.of(0, 0, 0, 1) }
  expect(() => pairedComparison({ places, answers }, { places, answers: relabelled })).toThrow(
    expect.objectContaining({ code: 'not-comparable' }),
  )
})
