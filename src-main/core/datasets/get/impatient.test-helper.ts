import type { Patience } from '../../download/patience'

/** Gives up at once, so that no test waits. */
export const IMPATIENT: Partial<Patience> = {
  connectMs: 2_000,
  headersMs: 500,
  stallMs: 300,
  backOffMs: 1,
  backOffLimitMs: 2,
  triesWithoutProgress: 2,
  triesOffline: 1,
}
