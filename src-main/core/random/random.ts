import { createHash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded stream of random numbers; everything random in the core is handed one of these. */
export interface Random {
  /** A number in [0, 1), a multiple of 2^-53. */
  uniform(): number
  /** A whole number in [0, bound), each equally likely; `bound` from 1 to 2^32. */
  integer(bound: number): number
  /** A draw from the normal distribution of mean 0 and variance 1. */
  normal(): number
  /** Puts the values into a random order, each equally likely, in place. */
  shuffle(values: Int32Array): Int32Array
}

/**
 * A stream of random numbers that depends on nothing but its three arguments, so a run resumed at epoch 7
 * asks for epoch 7 again instead of storing a state. Streams of different names (or epochs) of one seed
 * are independent: the generator's whole state of 128 bits is a SHA-256 hash of the arguments.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna 2018). Its lowest bits are its weakest, so the
 * distributions here are made of high bits only.
 */
export function createRandom(seed: number, stream: string, epoch = 0): Random {
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, stream, epoch]))
    .digest()
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => hash.readInt32BE(at)))

  function uniform(): number {
    const high = generator.next() >>> 5
    const low = generator.next() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  function integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`a bound is a whole number from 1 to 2^32, not ${bound}`)
    }
    if (bound === 1) return 0
    // As many high bits as the bound needs, drawn again when they lie outside: no remainder, no bias.
    const unusedBits = Math.clz32(bound - 1)
    let value = generator.next() >>> unusedBits
    while (value >= bound) value = generator.next() >>> unusedBits
    return value
  }

  function normal(): number {
    // Box and Muller 1958. 1 - uniform() is never 0, so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    return radius * Math.cos(2 * Math.PI * uniform())
  }

  function shuffle(values: Int32Array): Int32Array {
    // Fisher and Yates, in Durstenfeld's order (1964).
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = integer(last + 1)
      const moved = values[last] ?? 0
      values[last] = values[chosen] ?? 0
      values[chosen] = moved
    }
    return values
  }

  return { uniform, integer, normal, shuffle }
}
