import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import { assertNever } from '../../assert-never'
import { membersOf, rankOf, runItem, type ItemKey, type RunItem } from '../../stores/run-items'
import type { RunFilter, RunSort } from '../../stores/runs-view'

/** A line of the list. */
export type RunRow =
  | {
      readonly kind: 'section'
      readonly key: string
      readonly title: string
      readonly runs: number
    }
  | {
      readonly kind: 'item'
      readonly key: ItemKey
      readonly item: RunItem
      /** Below its group, indented. */
      readonly isMember: boolean
      /** Null where there is nothing to open. */
      readonly isOpen: boolean | null
    }

/** What is to be seen, and in which order. */
export interface RowQuery {
  readonly query: string
  readonly filter: RunFilter
  readonly tag: string | null
  readonly sort: RunSort
  readonly isReversed: boolean
  readonly expanded: ReadonlySet<ItemKey>
}

/** What rows are made with: words of runs and sections. */
export interface RowWords {
  readonly nameOf: (entry: RunEntry) => string
  /** Everything of a run that is searched. */
  readonly textOf: (entry: RunEntry) => string
  readonly titles: ReadonlyMap<string, string>
}

/**
 * Lines of the list: a section for each cohort, since figures of different images are never ranked together.
 * The section with the latest run comes first, whatever its runs are sorted by.
 * @param items the latest first
 */
export function rowsOf(
  items: readonly RunItem[],
  query: RowQuery,
  words: RowWords,
): readonly RunRow[] {
  const terms = termsOf(query.query)
  const isShown = (entry: RunEntry): boolean =>
    passes(entry, query.filter) &&
    (query.tag === null || entry.tags.includes(query.tag)) &&
    (terms.length === 0 || hasAll(words.textOf(entry), terms))

  const sections = new Map<string, RunItem[]>()
  const shownOf = new Map<ItemKey, readonly RunEntry[]>()
  for (const item of items) {
    const shown = membersOf(item).filter(isShown)
    if (shown.length === 0) continue
    shownOf.set(item.key, shown)
    const { cohort } = item.entry
    const section = sections.get(cohort)
    if (section === undefined) sections.set(cohort, [item])
    else section.push(item)
  }
  return [...sections].flatMap(([cohort, section]): readonly RunRow[] => [
    {
      kind: 'section',
      key: `section:${cohort}`,
      title: words.titles.get(cohort) ?? cohort,
      runs: section.reduce((sum, { key }) => sum + (shownOf.get(key)?.length ?? 0), 0),
    },
    ...sorted(section, query, words).flatMap((item) =>
      rowsOfItem(item, shownOf.get(item.key) ?? [], query.expanded.has(item.key)),
    ),
  ])
}

function rowsOfItem(
  item: RunItem,
  shown: readonly RunEntry[],
  isExpanded: boolean,
): readonly RunRow[] {
  const { key } = item
  if (item.kind === 'run') return [{ kind: 'item', key, item, isMember: false, isOpen: null }]
  const members = isExpanded ? shown.map(runItem) : []
  return [
    { kind: 'item', key, item, isMember: false, isOpen: isExpanded },
    ...members.map((member): RunRow => {
      return { kind: 'item', key: member.key, item: member, isMember: true, isOpen: null }
    }),
  ]
}

function passes({ starred, status }: RunEntry, filter: RunFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'starred':
      return starred
    case 'finished':
      return status === 'finished' || status === 'stopped-early'
    case 'running':
      return status === 'running'
    case 'broken-off':
      return status === 'interrupted' || status === 'failed'
    default:
      return assertNever(filter)
  }
}

function sorted(
  items: readonly RunItem[],
  { sort, isReversed }: RowQuery,
  { nameOf }: RowWords,
): readonly RunItem[] {
  const order = ORDERS[sort](nameOf)
  const compared = items.toSorted(order)
  if (!isReversed) return compared
  // What has no figure yet comes last either way.
  const hasPlace = (item: RunItem): boolean => sort !== 'validation' || rankOf(item) !== null
  return [...compared.filter(hasPlace).reverse(), ...compared.filter((item) => !hasPlace(item))]
}

type Order = (one: RunItem, other: RunItem) => number

const ORDERS: Readonly<Record<RunSort, (nameOf: RowWords['nameOf']) => Order>> = {
  name: (nameOf) => {
    const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
    return (one, other) => collator.compare(nameOf(one.entry), nameOf(other.entry))
  },
  validation: () => (one, other) => (rankOf(other) ?? -1) - (rankOf(one) ?? -1),
  // As they come: the latest first.
  when: () => () => 0,
}

/** Words to be found, in any order. */
function termsOf(query: string): readonly string[] {
  return folded(query)
    .split(/\s+/)
    .filter((term) => term !== '')
}

/** As letters are compared: in any case, and however they are composed. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function hasAll(text: string, terms: readonly string[]): boolean {
  return terms.every((term) => text.includes(term))
}
