import type { Interval } from '../../../src-preload/contract/evaluation'
import { Z_95 } from './normal-quantile'

/**
 * The 95 % score interval of a share (Wilson 1927): where the true share lies, given how often it showed
 * in independent trials. Unlike the usual approximation it stays within 0 and 1 and holds at both ends.
 *
 * @returns null without trials
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null
  const share = successes / trials
  const squared = Z_95 ** 2
  const scale = 1 + squared / trials
  const centre = (share + squared / (2 * trials)) / scale
  const reach =
    (Z_95 / scale) * Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials ** 2))
  return {
    method: 'wilson',
    level: 0.95,
    // At the ends the bound is exactly 0 or 1; rounding must not move it.
    lower: successes === 0 ? 0 : Math.max(centre - reach, 0),
    upper: successes === trials ? 1 : Math.min(centre + reach, 1),
  }
}
