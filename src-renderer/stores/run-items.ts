import type { RunEntry, RunGroupSummary } from '../../src-preload/contract/bridge/run-requests'
import type { RunId } from '../../src-preload/contract/run'

export type ItemKey = `run:${string}` | `group:${string}`

/** What has a row of its own, and a curve: a run, or several that differ in nothing but their seed. */
export type RunItem =
  | { readonly kind: 'run'; readonly key: ItemKey; readonly entry: RunEntry }
  | {
      readonly kind: 'group'
      readonly key: ItemKey
      /** The one that name, note and star of the group are of: the first of them that is there. */
      readonly entry: RunEntry
      /** In the order of their seeds; two at least. */
      readonly members: readonly RunEntry[]
      readonly summary: RunGroupSummary
    }

export function runItem(entry: RunEntry): RunItem {
  return { kind: 'run', key: `run:${entry.run}`, entry }
}

/** Runs and groups as one list, in the order of the runs; a group stands where its latest run would. */
export function itemsOf(
  runs: readonly RunEntry[],
  groups: readonly RunGroupSummary[],
): readonly RunItem[] {
  const byId = new Map(runs.map((entry) => [entry.run, entry]))
  const groupOf = new Map<RunId, RunItem>()
  for (const summary of groups) {
    const members = summary.runs.flatMap((run) => byId.get(run) ?? [])
    const [first] = members
    // One that is left of a group is a run like any other.
    if (first === undefined || members.length < 2) continue
    const entry = members.find(({ run }) => run === summary.id) ?? first
    const key: ItemKey = `group:${summary.id}`
    for (const { run } of members) groupOf.set(run, { kind: 'group', key, entry, members, summary })
  }
  const seen = new Set<ItemKey>()
  return runs.flatMap((entry) => {
    const item = groupOf.get(entry.run) ?? runItem(entry)
    if (seen.has(item.key)) return []
    seen.add(item.key)
    return [item]
  })
}

/** The item of a key, be it a member of a group; null where it is gone. */
export function itemOf(
  key: ItemKey,
  items: readonly RunItem[],
  byId: ReadonlyMap<RunId, RunEntry>,
): RunItem | null {
  const found = items.find((item) => item.key === key)
  if (found !== undefined) return found
  for (const entry of byId.values()) if (`run:${entry.run}` === key) return runItem(entry)
  return null
}

export function membersOf(item: RunItem): readonly RunEntry[] {
  return item.kind === 'group' ? item.members : [item.entry]
}

export function runsOf(items: readonly RunItem[]): readonly RunId[] {
  return [...new Set(items.flatMap((item) => membersOf(item).map(({ run }) => run)))]
}

/** What an item is ranked by: accuracy on validation; null where it has none yet. */
export function rankOf(item: RunItem): number | null {
  return item.kind === 'group'
    ? (item.summary.validation?.mean ?? null)
    : (item.entry.best?.accuracy ?? null)
}
