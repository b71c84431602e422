import { firstFrom } from './sorted-search'

export interface RateChange {
  /** The last step of the earlier rate, as far as is known. */
  readonly step: number
  readonly from: number
  readonly to: number
}

/**
 * Where a rate that was held gave way to another. A rate that moves with each step, as in a warm-up or
 * along a cosine, has no such places.
 * @param steps rising
 * @param rates as many as `steps`
 * @param epochEnds rising; a change between two logged steps was at the end of an epoch, if one lies there
 */
export function rateChanges(
  steps: Float64Array,
  rates: Float64Array,
  epochEnds: Float64Array,
): readonly RateChange[] {
  const changes: RateChange[] = []
  for (let index = 2; index < rates.length; index += 1) {
    const [earlier, from, to] = [rates[index - 2] ?? 0, rates[index - 1] ?? 0, rates[index] ?? 0]
    if (from === to || earlier !== from) continue
    const [before, after] = [steps[index - 1] ?? 0, steps[index] ?? 0]
    const end = epochEnds[firstFrom(epochEnds, before)]
    changes.push({ step: end !== undefined && end < after ? end : after, from, to })
  }
  return changes
}
