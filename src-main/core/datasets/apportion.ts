/**
 * Shares out `total` places among classes in proportion to their sizes, by largest remainder, each class
 * within its bounds; ties go to the class that comes first. Where the bounds leave no room for exactly
 * `total`, the nearest number that they allow.
 *
 * @returns places of each class
 */
export function apportion(
  sizes: readonly number[],
  total: number,
  bounds: (size: number) => { readonly least: number; readonly most: number },
): number[] {
  const sizeSum = sizes.reduce((sum, size) => sum + size, 0)
  const parties = sizes.map((size) => {
    const { least, most } = bounds(size)
    const quota = sizeSum === 0 ? 0 : (total * size) / sizeSum
    return { least, most, quota, places: Math.min(Math.max(Math.floor(quota), least), most) }
  })
  let open = total - parties.reduce((sum, party) => sum + party.places, 0)
  while (open !== 0) {
    const step = Math.sign(open)
    const movable = parties.filter(({ places, least, most }) =>
      step > 0 ? places < most : places > least,
    )
    const [first, ...others] = movable
    if (first === undefined) break
    // Who lacks most gains, who has most too many loses.
    const need = (party: typeof first): number => step * (party.quota - party.places)
    const chosen = others.reduce((best, party) => (need(party) > need(best) ? party : best), first)
    chosen.places += step
    open -= step
  }
  return parties.map(({ places }) => places)
}
