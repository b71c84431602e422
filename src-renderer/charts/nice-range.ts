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

/** A spread of less than this share of the values is none. */
const FLAT = 1e-9

/** Round bounds about a range, with about `ticks` ticks. */
export function niceRange(least: number, greatest: number, ticks: number): NiceRange {
  const spread = greatest - least
  // A flat curve lies in the middle of a range of its own size; one that was smoothed is flat but for rounding.
  if (!(spread > FLAT * Math.max(Math.abs(least), Math.abs(greatest)))) {
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

/** Factors of powers of ten that are ticks, the fewest first. */
const LOG_FACTORS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]]
const LEAST_LOG_TICKS = 4

/** Round values within the bounds of a logarithmic axis: as few as tell where a curve is. */
export function logTicks(from: number, to: number): readonly number[] {
  const decades: number[] = []
  for (let decade = Math.floor(Math.log10(from)); decade <= Math.log10(to); decade += 1)
    decades.push(decade)
  const tickSets = LOG_FACTORS.map((factors) =>
    decades
      .flatMap((decade) => factors.map((factor) => rounded(factor * 10 ** decade)))
      .filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)),
  )
  return tickSets.find(({ length }) => length >= LEAST_LOG_TICKS) ?? tickSets.at(-1) ?? []
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
