import { expect } from 'vitest'

/**
 * How far two ways to the same numbers may lie apart: the largest difference over the largest expected
 * value. One table, so that no test widens its own.
 *
 * - `kernel`: one float32 op against another implementation of it; both round once an addition.
 * - `centralDifference`: a float32 derivative against (f(x + h) - f(x - h)) / 2h, whose own rounding error
 *   is near machine epsilon / h.
 * - `network`: losses, statistics and gradients of a whole float32 net: some layers of roundings.
 * - `statistics`: batch statistics against tf.layers, which keeps the biased variance where TensorFlow's
 *   kernel keeps the unbiased one: 1 + 1 / (n - 1) for n values a channel.
 * - `adamSteps`: weight changes by twenty steps of Adam, which divides a gradient by its own size, so that a
 *   small gradient's rounding error comes out as large as a whole step.
 * - `sampling`: means over some sixty steps with random masks of their own.
 * - `bfloat16`: eight bits of mantissa, a few hundred roundings deep.
 */
export const TOLERANCES = {
  kernel: 1e-5,
  centralDifference: 1e-2,
  network: 1e-3,
  statistics: 5e-3,
  adamSteps: 2e-2,
  sampling: 5e-2,
  bfloat16: 2e-1,
} as const

type Numbers = ArrayLike<number>

/** max |actual - expected| / max |expected|; lengths must agree. */
export function relativeError(actual: Numbers, expected: Numbers): number {
  expect(actual.length).toBe(expected.length)
  let difference = 0
  let size = 0
  for (let index = 0; index < expected.length; index++) {
    const wanted = expected[index] ?? Number.NaN
    difference = Math.max(difference, Math.abs((actual[index] ?? Number.NaN) - wanted))
    size = Math.max(size, Math.abs(wanted))
    if (Number.isNaN(difference)) return Number.NaN
  }
  return size === 0 ? difference : difference / size
}

/** Fails, naming both numbers, where the relative error is above the tolerance or not a number. */
export function expectClose(
  actual: Numbers,
  expected: Numbers,
  tolerance: keyof typeof TOLERANCES,
  what = '',
): void {
  const error = relativeError(actual, expected)
  const limit = TOLERANCES[tolerance]
  expect(error <= limit, `${what} is off by ${error}, allowed: ${limit} (${tolerance})`).toBe(true)
}
