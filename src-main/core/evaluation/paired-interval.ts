import { Z_95 } from './normal-quantile'

export interface PairedInterval {
  readonly level: 0.95
  readonly lower: number
  readonly upper: number
}

/**
 * The 95 % interval of the difference of two shares of the same trials: Bonett and Price's adjusted Wald
 * interval (Journal of Educational and Behavioral Statistics 37(4), 479-488, 2012). One trial is added
 * that the first alone has right, and one that the second alone has:
 *
 *     p1 = (firstOnly + 1) / (trials + 2)    p2 = (secondOnly + 1) / (trials + 2)
 *     p2 - p1 ± z sqrt((p1 + p2 - (p2 - p1)^2) / (trials + 2))
 *
 * It keeps its level where few trials tell the two apart, and where none does.
 *
 * @returns of the share of the second less that of the first, within -1 and 1
 */
export function pairedInterval(
  firstOnly: number,
  secondOnly: number,
  trials: number,
): PairedInterval {
  const adjusted = trials + 2
  const first = (firstOnly + 1) / adjusted
  const second = (secondOnly + 1) / adjusted
  const difference = second - first
  const reach = Z_95 * Math.sqrt((first + second - difference ** 2) / adjusted)
  return {
    level: 0.95,
    lower: Math.max(difference - reach, -1),
    upper: Math.min(difference + reach, 1),
  }
}
