import { createRandom } from '../random/random'
import type { RecordedRequest } from './faulty-server.test-helper'
import type { Patience } from './patience'

/** Tries as often as a user's download does, and waits for next to nothing. */
export const HASTY: Partial<Patience> = {
  connectMs: 2_000,
  headersMs: 2_000,
  stallMs: 2_000,
  leastBytesPerSecond: 10_000,
  slowWindowMs: 2_000,
  backOffMs: 1,
  backOffLimitMs: 4,
  triesWithoutProgress: 4,
}

/** Bytes of which no two parts are the same. */
export function randomBytes(length: number, seed = 1): Buffer {
  const random = createRandom(seed, 'download')
  return Buffer.from(Array.from({ length }, () => random.integer(256)))
}

/** The ranges that were asked for, in order; undefined for the whole file. */
export function rangesOf({ requests }: { readonly requests: readonly RecordedRequest[] }) {
  return requests.map(({ headers }) => headers.range)
}
