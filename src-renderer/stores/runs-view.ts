import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { RunEntry } from '../../src-preload/contract/bridge/run-requests'
import type { RunId } from '../../src-preload/contract/run'
import { MOST_SERIES } from '../charts/series'
import { itemOf, itemsOf, type ItemKey, type RunItem } from './run-items'
import { useRunsStore } from './runs'

export const RUN_FILTERS = ['all', 'starred', 'finished', 'running', 'broken-off'] as const
export type RunFilter = (typeof RUN_FILTERS)[number]

export const RUN_SORTS = ['name', 'validation', 'when'] as const
export type RunSort = (typeof RUN_SORTS)[number]

/** What is shown where there is no room for both. */
export type RunsPane = 'list' | 'comparison'

/** What is asked of the user over the screen. */
export type RunsDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'edit'; readonly entry: RunEntry; readonly field: 'name' | 'note' }
  | { readonly kind: 'delete'; readonly items: readonly RunItem[] }
  | { readonly kind: 'trash' }

/** More could not be told apart by colour and dash. */
export const MOST_COMPARED = MOST_SERIES

interface Tick {
  readonly key: ItemKey
  /** Which of the colours and dashes it has; null where they are all taken. */
  readonly slot: number | null
}

/** A ticked run; the first is the baseline. */
export interface TickedItem {
  readonly item: RunItem
  readonly slot: number | null
}

/** How the list of runs is looked at, and what of it is compared. */
export const useRunsViewStore = defineStore('runs-view', () => {
  const runs = useRunsStore()

  const query = ref('')
  const filter = ref<RunFilter>('all')
  const tag = ref<string | null>(null)
  const sort = ref<RunSort>('validation')
  const isReversed = ref(false)
  const expanded = shallowRef<ReadonlySet<ItemKey>>(new Set())
  const ticks = shallowRef<readonly Tick[]>([])
  const currentKey = ref<ItemKey | null>(null)
  const measure = ref<'accuracy' | 'loss'>('accuracy')
  const unit = ref<'epoch' | 'step'>('epoch')
  const onlyDifferences = ref(true)
  const dialog = shallowRef<RunsDialog>({ kind: 'none' })

  const items = computed(() => itemsOf(runs.runs, runs.groups))
  const ticked = computed<readonly TickedItem[]>(() =>
    ticks.value.flatMap(({ key, slot }) => {
      const item = itemOf(key, items.value, runs.byId)
      return item === null ? [] : [{ item, slot }]
    }),
  )
  const compared = computed(() =>
    ticked.value.flatMap(({ item, slot }) => (slot === null ? [] : [{ item, slot }])),
  )
  const current = computed<RunItem | null>(() =>
    currentKey.value === null ? null : itemOf(currentKey.value, items.value, runs.byId),
  )
  const slots = computed<ReadonlyMap<ItemKey, number | null>>(
    () => new Map(ticked.value.map(({ item, slot }) => [item.key, slot])),
  )
  /** Those in use most first. */
  const tags = computed(() => tagsOf(runs.runs))

  function tick(keys: readonly ItemKey[]): void {
    // What is gone holds no colour.
    let next = ticks.value.filter(({ key }) => slots.value.has(key))
    for (const key of keys)
      if (!next.some((one) => one.key === key)) next = [...next, { key, slot: freeSlot(next) }]
    ticks.value = next
  }

  function untick(keys: readonly ItemKey[]): void {
    const gone = new Set(keys)
    ticks.value = withSlots(ticks.value.filter(({ key }) => !gone.has(key) && slots.value.has(key)))
  }

  function toggle(key: ItemKey): void {
    if (slots.value.has(key)) untick([key])
    else tick([key])
  }

  function expand(key: ItemKey, isOpen: boolean): void {
    const next = new Set(expanded.value)
    if (isOpen) next.add(key)
    else next.delete(key)
    expanded.value = next
  }

  /** Sorts by a column; by the same once more: the other way round. */
  function sortBy(column: RunSort): void {
    isReversed.value = sort.value === column && !isReversed.value
    sort.value = column
  }

  function showAll(): void {
    query.value = ''
    filter.value = 'all'
    tag.value = null
  }

  /** The run that the list is to go to as soon as it has it. */
  const wanted = ref<RunId | null>(null)
  watch(
    () => (wanted.value === null ? undefined : runs.byId.get(wanted.value)),
    (entry) => {
      if (entry === undefined) return
      wanted.value = null
      showAll()
      const group = items.value.find(
        (item) => item.kind === 'group' && item.members.some(({ run }) => run === entry.run),
      )
      if (group !== undefined) expand(group.key, true)
      currentKey.value = `run:${entry.run}`
      arrivals.value += 1
    },
  )
  /** How often the list has gone to a run that was wanted. */
  const arrivals = ref(0)

  return {
    query,
    filter,
    tag,
    sort,
    isReversed,
    expanded,
    currentKey,
    measure,
    unit,
    onlyDifferences,
    dialog,
    items,
    ticked,
    compared,
    current,
    slots,
    tags,
    tick,
    untick,
    toggle,
    untickAll: () => {
      ticks.value = []
    },
    expand,
    sortBy,
    showAll,
    arrivals,
    /** Goes to a run, which may have come this moment. */
    show: (run: RunId) => {
      wanted.value = run
    },
  }
})

function freeSlot(ticks: readonly Tick[]): number | null {
  const taken = new Set(ticks.map(({ slot }) => slot))
  for (let slot = 0; slot < MOST_COMPARED; slot += 1) if (!taken.has(slot)) return slot
  return null
}

/** A colour that has come free goes to the first that is waiting for one. */
function withSlots(ticks: readonly Tick[]): readonly Tick[] {
  const next: Tick[] = [...ticks]
  for (const [index, one] of next.entries())
    if (one.slot === null) next[index] = { ...one, slot: freeSlot(next) }
  return next
}

function tagsOf(runs: readonly RunEntry[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { tags } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts.entries()]
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one.localeCompare(other))
    .map(([tag]) => tag)
}
