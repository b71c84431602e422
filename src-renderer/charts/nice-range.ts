/** Bounds of an axis, and how far apart its ticks are. */
export interface NiceRange {
  readonly from: number
  readonly to: number
  readonly step: number
}

/** The least of 1, 2 or 5 times a power of ten that is at least `value`. */
export function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10
  return factor * power
}

/** The greatest of 1, 2 or 5 times a power of ten that is at most `value`. */
export function niceFloor(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [5, 2, 1].find((candidate) => candidate * power <= value * (1 + 1e-9)) ?? 1
  return factor * power
}

/** Round bounds about a range, with about `ticks` ticks. */
export function niceRange(least: number, greatest: number, ticks: number): NiceRange {
  const spread = greatest - least
  // A flat curve lies in the middle of a range of its own size.
  if (!(spread > 0)) {
    const around = Math.abs(least) > 0 ? Math.abs(least) / 2 : 0.5
    return niceRange(least - around, least + around, ticks)
  }
  const step = niceStep(spread / Math.max(1, ticks))
  return {
    from: rounded(Math.floor(least / step + 1e-9) * step),
    to: rounded(Math.ceil(greatest / step - 1e-9) * step),
    step,
  }
}

/** Without the noise of binary fractions: 0.30000000000000004 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

/** Values of which at most so many are looked at for a quantile. */
const SAMPLES = 512

/**
 * Value below which a share of `values[from..to)` lies: of up to 512 of them, evenly spaced, which is
 * enough for the bounds of an axis and costs the same for any length.
 */
export function quantiles(
  values: Float64Array,
  from: number,
  to: number,
  shares: readonly number[],
): readonly number[] {
  const count = Math.max(0, to - from)
  if (count === 0) return []
  const stride = Math.max(1, count / SAMPLES)
  const sample = new Float64Array(Math.min(count, SAMPLES))
  for (let index = 0; index < sample.length; index += 1)
    sample[index] = values[from + Math.floor(index * stride)] ?? 0
  sample.sort()
  return shares.map((share) => sample[Math.round(share * (sample.length - 1))] ?? 0)
}
