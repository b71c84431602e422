/** How long a download waits, and how often it tries again. */
export interface Patience {
  /** For a connection to be made. */
  readonly connectMs: number
  /** From the request to the headers of the answer; a connection made for it is part of that. */
  readonly headersMs: number
  /** Between two pieces of a body. */
  readonly stallMs: number
  /** Of a slower body the connection is given up: another one is mostly faster. */
  readonly leastBytesPerSecond: number
  /** Over how long that rate is measured. */
  readonly slowWindowMs: number
  /** Before the second try; doubled with each one that brings nothing. */
  readonly backOffMs: number
  readonly backOffLimitMs: number
  /** A server that asks for a longer pause is not waited for. */
  readonly retryAfterLimitMs: number
  /** In a row that bring no new byte; with the pauses above, a break of about a minute is outlasted. */
  readonly triesWithoutProgress: number
  /** The same, where nothing has come yet and there is nobody to connect to: another mirror may be there. */
  readonly triesOffline: number
  /** Whatever they bring. */
  readonly triesInAll: number
}

export const DEFAULT_PATIENCE: Patience = {
  connectMs: 20_000,
  headersMs: 30_000,
  stallMs: 30_000,
  leastBytesPerSecond: 1_000,
  slowWindowMs: 60_000,
  backOffMs: 500,
  backOffLimitMs: 30_000,
  retryAfterLimitMs: 120_000,
  triesWithoutProgress: 8,
  triesOffline: 3,
  triesInAll: 1_000,
}

/**
 * How long to wait before the next try.
 * @param fruitless how many tries in a row brought nothing, from 1
 * @param chance from 0 to 1: many clients that lost one server should not come back at one instant
 */
export function backOffMs(patience: Patience, fruitless: number, chance = Math.random()): number {
  const longest = Math.min(patience.backOffMs * 2 ** (fruitless - 1), patience.backOffLimitMs)
  return longest * (0.5 + 0.5 * chance)
}
