const LEAST_PLAIN = 1e-3
const LEAST_OF_TOO_MANY_DIGITS = 1e5

/** A value of an axis that has room for six characters: `0.25`, `200`, and beyond that `1e-6` or `2e9`. */
export function tickText(value: number, plain: (value: number) => string): string {
  const size = Math.abs(value)
  const isPlain = size === 0 || (size >= LEAST_PLAIN && size < LEAST_OF_TOO_MANY_DIGITS)
  return isPlain ? plain(value) : Number(value.toPrecision(2)).toExponential().replace('+', '')
}
