import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/random'
import { classShares, importanceWeights, priorCorrection, sharesDiffer } from './class-shares'

const near = (value: number): number => expect.closeTo(value, 6) as number

describe('class shares', () => {
  test('count all images, or some', () => {
    const labels = Int32Array.of(0, 0, 2, 2, 2)
    expect([...classShares(labels, 4)]).toEqual([0.4, 0, 0.6, 0])
    expect([...classShares(labels, 4, Int32Array.of(1, 4))]).toEqual([0.5, 0, 0.5, 0])
  })

  test('of no images, or of a label that is no class, are a fault', () => {
    expect(() => classShares(new Int32Array(0), 2)).toThrow('internal:')
    expect(() => classShares(Int32Array.of(2), 2)).toThrow('internal:')
  })
})

describe('differing shares', () => {
  test("MNIST's parts do not differ", () => {
    const train = Float64Array.of(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
    const tested = Float64Array.of(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
    const shares = [train.map((count) => count / 60_000), tested.map((count) => count / 10_000)]
    const [a = train, b = tested] = shares
    expect(sharesDiffer(a, b)).toBe(false)
    expect(sharesDiffer(a, b, 10_000)).toBe(false)
  })

  test('two hundredths moved are the border', () => {
    const even = Float64Array.of(0.5, 0.5)
    expect(sharesDiffer(even, Float64Array.of(0.519, 0.481))).toBe(false)
    expect(sharesDiffer(even, Float64Array.of(0.521, 0.479))).toBe(true)
  })

  test('a small random draw does not differ, an uneven one does', () => {
    const even = new Float64Array(47).fill(1 / 47)
    const random = createRandom(1, 'draw')
    for (let trial = 0; trial < 20; trial++) {
      const drawn = classShares(
        Int32Array.from({ length: 1000 }, () => random.integer(47)),
        47,
      )
      expect(sharesDiffer(even, drawn)).toBe(true)
      expect(sharesDiffer(even, drawn, 1000)).toBe(false)
    }
    const uneven = even.map((share, label) => (label < 10 ? share * 2 : (share * 27) / 37))
    expect(sharesDiffer(even, uneven, 1000)).toBe(true)
  })
})

describe('importance weights', () => {
  test('are target share over own share', () => {
    const weights = importanceWeights(Int32Array.of(0, 0, 0, 1), Float64Array.of(0.5, 0.5))
    expect([...weights]).toEqual([near(2 / 3), near(2 / 3), near(2 / 3), near(2)])
  })

  test('keep mean 1 where a wanted class is missing', () => {
    const weights = importanceWeights(Int32Array.of(0, 1, 1), Float64Array.of(0.25, 0.25, 0.5))
    expect([...weights]).toEqual([near(1.5), near(0.75), near(0.75)])
  })

  test('give the weighted part the target shares', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(counts, fc.infiniteStream(fc.integer({ min: 1, max: 100 })), (own, stream) => {
        const target = Float64Array.from(stream.take(own.length))
        const sum = target.reduce((a, b) => a + b, 0)
        const shares = target.map((value) => value / sum)
        const labels = Int32Array.from(own.flatMap((n, label) => new Array<number>(n).fill(label)))
        const weights = importanceWeights(labels, shares)
        const weighted = new Float64Array(own.length)
        weights.forEach((weight, index) => {
          const label = labels[index] ?? 0
          weighted[label] = (weighted[label] ?? 0) + weight / labels.length
        })
        expect([...weighted]).toEqual(
          [...shares].map((share) => expect.closeTo(share, 12) as number),
        )
      }),
    )
  })

  test('without any wanted class are refused', () => {
    expect(() => importanceWeights(Int32Array.of(1, 1), Float64Array.of(1, 0))).toThrow(
      expect.objectContaining({ code: 'dataset-invalid' }),
    )
  })
})

describe('prior correction', () => {
  test('towards a balanced part is minus the log share, at mean 0', () => {
    const correction = priorCorrection(Float64Array.of(0.8, 0.2), Float64Array.of(0.5, 0.5), 100)
    // -log 0.8 = 0.22314, -log 0.2 = 1.60944, their mean 0.91629
    expect([...correction]).toEqual([near(-0.693147), near(0.693147)])
  })

  test('turns the posterior of one prior into that of the other', () => {
    const train = Float64Array.of(0.7, 0.2, 0.1)
    const tested = Float64Array.of(0.1, 0.3, 0.6)
    const likelihood = [0.5, 0.9, 0.2]
    const posterior = (prior: Float64Array): number[] => {
      const joint = likelihood.map((value, label) => value * (prior[label] ?? 0))
      const sum = joint.reduce((a, b) => a + b, 0)
      return joint.map((value) => value / sum)
    }
    const correction = priorCorrection(train, tested, 1000)
    const exponentials = posterior(train).map(
      (probability, label) => probability * Math.exp(correction[label] ?? 0),
    )
    const sum = exponentials.reduce((a, b) => a + b, 0)
    expect(exponentials.map((value) => value / sum)).toEqual(posterior(tested).map(near))
  })

  test('counts a class absent from the test part as half an image', () => {
    const correction = priorCorrection(Float64Array.of(0.5, 0.5), Float64Array.of(1, 0), 50)
    // log(1) - log(0.01) = 4.60517 apart
    expect([...correction]).toEqual([near(2.302585), near(-2.302585)])
  })

  test('leaves a class alone that was never trained', () => {
    const correction = priorCorrection(
      Float64Array.of(0.8, 0, 0.2),
      Float64Array.of(0.25, 0.5, 0.25),
      100,
    )
    expect([...correction]).toEqual([near(-0.693147), 0, near(0.693147)])
  })
})
