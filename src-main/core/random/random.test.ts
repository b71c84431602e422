import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from './random'

/*
 * The golden sequences come from this second implementation, in Python 3:
 *
 *   import hashlib, json, math
 *   class Random:
 *       def __init__(self, *key):  # seed, stream, epoch
 *           state = hashlib.sha256(json.dumps(key, separators=(',', ':')).encode()).digest()
 *           self.a, self.b = int.from_bytes(state[:8], 'big'), int.from_bytes(state[8:16], 'big')
 *       def next(self):
 *           rotate = lambda x, k: (x << k | x >> (64 - k)) % 2**64
 *           out, both = (self.a + self.b) % 2**32, self.a ^ self.b
 *           self.a, self.b = rotate(self.a, 24) ^ both ^ both * 2**16 % 2**64, rotate(both, 37)
 *           return out
 *       def uniform(self):
 *           return ((self.next() >> 5) * 2**26 + (self.next() >> 6)) / 2**53
 *       def integer(self, bound):
 *           while (value := self.next() >> 32 - (bound - 1).bit_length()) >= bound: pass
 *           return value
 *       def normal(self):
 *           return math.sqrt(-2 * math.log(1 - self.uniform())) * math.cos(2 * math.pi * self.uniform())
 *       def shuffle(self, values):
 *           for i in range(len(values) - 1, 0, -1):
 *               j = self.integer(i + 1)
 *               values[i], values[j] = values[j], values[i]
 */
describe('golden sequences', () => {
  test('uniform numbers of two epochs', () => {
    const first = createRandom(1, 'shuffle', 0)
    expect([first.uniform(), first.uniform(), first.uniform(), first.uniform()]).toEqual([
      0.17087480593768067, 0.9413294264724698, 0.30096789332784213, 0.10192564762696732,
    ])
    const second = createRandom(1, 'shuffle', 1)
    expect([second.uniform(), second.uniform()]).toEqual([0.4069585397534682, 0.4614712277732458])
  })

  test('whole numbers below 47', () => {
    const random = createRandom(1, 'shuffle')
    expect(Array.from({ length: 12 }, () => random.integer(47))).toEqual([
      10, 14, 19, 6, 45, 21, 38, 22, 21, 40, 11, 23,
    ])
  })

  test('normal numbers of the largest seed', () => {
    const random = createRandom(2147483647, 'noise')
    const expected = [
      0.1076882147592488, 0.011647269681613193, 0.161413584071141, 1.1665012839865045,
    ]
    // The last digit of log and cos is left to the platform.
    for (const value of expected) expect(Math.abs(random.normal() - value)).toBeLessThan(1e-14)
  })

  test('a shuffle of twelve', () => {
    const shuffled = createRandom(1, 'shuffle').shuffle(
      Int32Array.from({ length: 12 }, (_, i) => i),
    )
    expect([...shuffled]).toEqual([0, 7, 8, 10, 9, 11, 5, 6, 1, 4, 3, 2])
  })
})

describe('properties', () => {
  const seed = fc.nat({ max: 2 ** 31 - 1 })

  test('the same arguments give the same stream', () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.nat(), (value, stream, epoch) => {
        const one = createRandom(value, stream, epoch)
        const other = createRandom(value, stream, epoch)
        for (let i = 0; i < 20; i++) expect(one.uniform()).toBe(other.uniform())
      }),
    )
  })

  test('another seed, name or epoch gives another stream', () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.nat({ max: 1e6 }), (value, stream, epoch) => {
        const firstDraws = [
          createRandom(value, stream, epoch),
          createRandom(value + 1, stream, epoch),
          createRandom(value, `${stream}0`, epoch),
          createRandom(value, stream, epoch + 1),
        ].map((random) => random.uniform())
        expect(new Set(firstDraws).size).toBe(4)
      }),
    )
  })

  test('whole numbers stay below their bound', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 2 ** 32 }), (value, bound) => {
        const random = createRandom(value, 'range')
        for (let i = 0; i < 20; i++) {
          const drawn = random.integer(bound)
          expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true)
        }
      }),
    )
  })

  test('a bound that is no whole number from 1 to 2^32 is refused', () => {
    const random = createRandom(1, 'range')
    for (const bound of [0, -1, 1.5, NaN, 2 ** 32 + 1]) {
      expect(() => random.integer(bound)).toThrow(RangeError)
    }
  })

  test('a shuffle keeps every value', () => {
    fc.assert(
      fc.property(seed, fc.array(fc.integer({ min: -9, max: 9 })), (value, values) => {
        const shuffled = createRandom(value, 'shuffle').shuffle(Int32Array.from(values))
        expect([...shuffled].sort((a, b) => a - b)).toEqual(values.sort((a, b) => a - b))
      }),
    )
  })

  test('all six orders of three come up equally often', () => {
    const random = createRandom(3, 'orders')
    const counts = new Map<string, number>()
    for (let i = 0; i < 60_000; i++) {
      const order = random.shuffle(Int32Array.of(0, 1, 2)).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // 10,000 each, standard deviation 91.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('every remainder of 47 comes up equally often', () => {
    const random = createRandom(4, 'remainders')
    const counts = new Int32Array(47)
    for (let i = 0; i < 470_000; i++) {
      const value = random.integer(47)
      counts[value] = (counts[value] ?? 0) + 1
    }
    let chiSquare = 0
    for (const count of counts) chiSquare += (count - 10_000) ** 2 / 10_000
    // 46 degrees of freedom: between these in 99.8 % of all streams.
    expect(chiSquare).toBeGreaterThan(20)
    expect(chiSquare).toBeLessThan(82)
  })

  test('mean and variance are those of the distribution', () => {
    const count = 200_000
    const uniform = createRandom(5, 'uniform')
    const normal = createRandom(5, 'normal')
    const uniforms = Float64Array.from({ length: count }, () => uniform.uniform())
    const normals = Float64Array.from({ length: count }, () => normal.normal())
    // Four standard errors.
    expect(Math.abs(moment(uniforms, 0, 1) - 0.5)).toBeLessThan(0.0026)
    expect(Math.abs(moment(uniforms, 0.5, 2) - 1 / 12)).toBeLessThan(0.0007)
    expect(Math.abs(moment(normals, 0, 1))).toBeLessThan(0.009)
    expect(Math.abs(moment(normals, 0, 2) - 1)).toBeLessThan(0.0127)
    expect(Math.abs(moment(normals, 0, 4) - 3)).toBeLessThan(0.09)
    expect(uniforms.every((value) => value >= 0 && value < 1)).toBe(true)
  })

  test('streams of one seed do not follow each other', () => {
    const one = createRandom(6, 'augmentation')
    const other = createRandom(6, 'shuffle')
    let product = 0
    for (let i = 0; i < 100_000; i++) product += one.normal() * other.normal()
    expect(Math.abs(product / 100_000)).toBeLessThan(0.0127)
  })
})

function moment(values: Float64Array, centre: number, power: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** power, 0) / values.length
}
