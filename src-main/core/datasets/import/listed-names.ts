const NAMED = 3

/** The first of several, and how many there are besides: `a; b; c; and 4 more`. */
export function listedNames(names: readonly string[]): string {
  const more = names.length - NAMED
  return [...names.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
