/** Of values in any order; between two middle ones their mean. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The value below which a share of the values lies, interpolated linearly (as numpy's default does).
 *
 * @param share from 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = share * (sorted.length - 1)
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new Error('there are no values')
  return below + (above - below) * (position - Math.floor(position))
}

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/**
 * How long `ours` takes for each unit of time that `theirs` takes: one ratio of medians a round, so that
 * what slows the whole machine for a while slows both sides of a ratio.
 *
 * @param ours milliseconds by round
 * @param theirs milliseconds by round, as many rounds
 */
export function ratioSpread(
  ours: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
): Spread {
  return spread(ours.map((round, index) => median(round) / median(theirs[index] ?? [])))
}
