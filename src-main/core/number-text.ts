/** A count with a comma between thousands: `18,800`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
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
