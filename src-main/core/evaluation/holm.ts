/**
 * p-values of several tests made together, corrected so that the chance of any false finding stays what it
 * is for one (Holm, Scandinavian Journal of Statistics 6(2), 65-70, 1979): the smallest of m times m, the
 * next times m - 1, and so on; none below the one before it, none above 1. As statsmodels'
 * `multipletests(method='holm')` has it.
 *
 * @returns in the order given
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let least = 0
  order.forEach((index, place) => {
    least = Math.max(least, Math.min(1, (pValues.length - place) * (pValues[index] ?? 1)))
    adjusted[index] = least
  })
  return adjusted
}
