/** Classes of one kind that stand together: digits, capitals, small letters, others. */
export interface ClassGroup {
  /** Index of the first class, and of the one behind the last. */
  readonly from: number
  readonly to: number
  /** `0–9`, or the one label there is; empty where that would take the room of the cells. */
  readonly label: string
}

/** More would cut the picture into pieces that say nothing. */
const MOST_GROUPS = 8
const LONGEST_LABEL = 9

/**
 * The groups that classes fall into, in their order; a single one where they are of all kinds at random.
 * @param labels a character a class
 */
export function classGroups(labels: readonly string[]): readonly ClassGroup[] {
  const kinds = labels.map(kindOf)
  const starts = kinds.flatMap((kind, index) => (kind === kinds[index - 1] ? [] : [index]))
  const used = starts.length > MOST_GROUPS ? [0] : starts
  return used.map((from, index) => {
    const to = used[index + 1] ?? labels.length
    const [first, last] = [labels[from] ?? '', labels[to - 1] ?? '']
    const label = first === last ? first : `${first}–${last}`
    return { from, to, label: label.length > LONGEST_LABEL ? '' : label }
  })
}

function kindOf(label: string): string {
  if (/^\p{Nd}+$/u.test(label)) return 'digit'
  if (/^\p{Lu}$/u.test(label)) return 'capital'
  if (/^\p{Ll}$/u.test(label)) return 'small'
  return 'other'
}
