/** A count with a comma between thousands: `18,800`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** A size for people: `561 MB`, `3.2 MB`, `50.0 kB`, `12 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes < 1e3) return `${Math.round(bytes)} bytes`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}

/** A share as a percentage with two digits, without the sign: 0.8839 as `88.39`. */
function percentage(share: number): string {
  return (100 * share).toFixed(2)
}

/** A share as a percentage: `88.39 %`. */
export function percent(share: number): string {
  return `${percentage(share)} %`
}

/** Both ends of an interval of shares, in percent: `[87.93, 88.84]`. */
export function percentInterval({
  lower,
  upper,
}: {
  readonly lower: number
  readonly upper: number
}): string {
  return `[${percentage(lower)}, ${percentage(upper)}]`
}
