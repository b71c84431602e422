import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scoreImages, softmax } from './scores'

function scored(
  label: number,
  values: readonly number[],
  kind: 'logits' | 'probabilities' = 'logits',
) {
  const scores = { kind, values: Float32Array.from(values), classCount: values.length }
  const { predicted, losses, ranks } = scoreImages(Int32Array.of(label), scores)
  return { predicted: predicted[0], loss: losses[0], rank: ranks[0] }
}

test('the first of equal scores is the prediction', () => {
  expect(scored(0, [1, 3, 3, 2]).predicted).toBe(1)
  expect(scored(0, [-5, -5]).predicted).toBe(0)
})

test('the rank counts strictly higher scores', () => {
  expect(scored(3, [1, 3, 3, 2]).rank).toBe(2)
  expect(scored(2, [1, 3, 3, 2]).rank).toBe(0)
  expect(scored(0, [1, 3, 3, 2]).rank).toBe(3)
})

describe('the loss', () => {
  test('of even logits is the logarithm of their number', () => {
    expect(scored(1, [7, 7, 7, 7]).loss).toBeCloseTo(Math.log(4), 14)
  })

  test('of huge logits neither overflows nor vanishes', () => {
    expect(scored(0, [1e30, 0]).loss).toBe(0)
    expect(scored(1, [1000, 0]).loss).toBe(1000)
    expect(scored(0, [-1e4, -1e4]).loss).toBeCloseTo(Math.log(2), 14)
  })

  test.each([
    ['float32', Float32Array, 23],
    ['float64', Float64Array, 52],
  ] as const)('of a certain mistake in %s probabilities is finite', (_, Values, bits) => {
    const scores = { kind: 'probabilities', values: Values.of(1, 0), classCount: 2 } as const
    const { losses } = scoreImages(Int32Array.of(1), scores)
    expect(losses[0]).toBeCloseTo(bits * Math.log(2), 12)
  })

  test('is never negative, at most log(classes) for the highest score, at least log(2) below it', () => {
    const logits = fc.array(fc.float({ min: -500, max: 500, noNaN: true }), {
      minLength: 2,
      maxLength: 60,
    })
    fc.assert(
      fc.property(logits, fc.nat(), (values, pick) => {
        const label = pick % values.length
        const { loss = NaN, rank, predicted } = scored(label, values)
        expect(loss).toBeGreaterThanOrEqual(0)
        if (rank === 0) expect(loss).toBeLessThanOrEqual(Math.log(values.length) + 1e-12)
        else expect(loss).toBeGreaterThan(Math.log(2) - 1e-12)
        if (predicted === label) expect(rank).toBe(0)
      }),
    )
  })
})

describe('the confidence', () => {
  const confidence = (values: readonly number[], kind: 'logits' | 'probabilities') => {
    const scores = { kind, values: Float64Array.from(values), classCount: values.length }
    return scoreImages(Int32Array.of(0), scores).confidences[0]
  }

  test('is the probability of the predicted class, whichever is true', () => {
    expect(confidence([0.25, 0.75], 'probabilities')).toBe(0.75)
    expect(confidence([0, Math.log(3)], 'logits')).toBeCloseTo(0.75, 14)
    expect(confidence([-1e4, 1e4], 'logits')).toBe(1)
  })

  test('that rounding carried past 1 is 1', () => {
    expect(confidence([1.0000001, 0], 'probabilities')).toBe(1)
  })

  test('of logits is bit for bit their greatest softmax', () => {
    const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 2,
      maxLength: 60,
    })
    fc.assert(
      fc.property(logits, (values) => {
        const probabilities = softmax(Float64Array.from(values))
        expect(confidence(values, 'logits')).toBe(Math.max(...probabilities))
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
      }),
    )
  })
})

test.each([NaN, Infinity, -Infinity])('a score of %d is refused', (score) => {
  expect(() => scored(0, [1, score])).toThrow(
    expect.objectContaining({
      code: 'loss-not-finite',
      message: `the network's score of class 1 for image 0 (the first is 0) is ${score}`,
    }),
  )
})

test('scores or labels that do not fit the classes are a fault', () => {
  const values = new Float32Array(5)
  expect(() => scoreImages(Int32Array.of(0, 1), { kind: 'logits', values, classCount: 2 })).toThrow(
    'internal: 5 scores for 2 images of 2 classes',
  )
  expect(() => scored(2, [1, 2])).toThrow('internal: label 2 of 2 classes')
})
