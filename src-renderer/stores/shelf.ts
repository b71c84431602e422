import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { ShelfEntry } from '../../src-preload/contract/shelf'
import { together, useBridge, whenConnected } from './use-bridge'

export type ShelfState =
  | { readonly phase: 'asking' }
  | {
      readonly phase: 'known'
      readonly entries: readonly ShelfEntry[]
      /** All data sets of the data home together. */
      readonly bytes: number
    }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The data sets that are there, and those that could be. */
export const useShelfStore = defineStore('shelf', () => {
  const bridge = useBridge()
  const state = shallowRef<ShelfState>({ phase: 'asking' })
  const entries = computed(() => (state.value.phase === 'known' ? state.value.entries : []))
  /** Why what was asked of a data set was not done. */
  const refusal = shallowRef<ErrorData | null>(null)

  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const answer = await bridge.request('datasets.shelf', {})
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'known', ...answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  /** Takes a data set off this machine; how many bytes that freed, null where it was refused. */
  async function remove({ source }: Pick<ShelfEntry, 'source'>): Promise<number | null> {
    const answer = await bridge.request('datasets.remove', { dataset: source })
    refusal.value = answer.ok ? null : answer.error
    return answer.ok ? answer.result.freedBytes : null
  }

  /** Opens its folder in the system's file browser. */
  async function showFiles({ source }: Pick<ShelfEntry, 'source'>): Promise<void> {
    const answer = await bridge.request('app.reveal', { what: 'dataset', dataset: source })
    refusal.value = answer.ok ? null : answer.error
  }

  function begin(): () => void {
    refusal.value = null
    return together(
      bridge.on('datasets.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    state,
    entries,
    refusal,
    begin,
    remove,
    showFiles,
    dismissRefusal: () => {
      refusal.value = null
    },
  }
})

/** A card's own key, and what an address names. */
export interface ShelfKey {
  readonly source: string
  readonly split: string | null
}

export function isSameEntry(one: ShelfKey, other: ShelfKey): boolean {
  return one.source === other.source && one.split === other.split
}

/**
 * What an address means: the data set that it names, the first of its splits where it names none, or the first
 * that is there. Null where nothing is.
 */
export function chosenEntry(
  entries: readonly ShelfEntry[],
  named: { readonly source: string | null; readonly split: string | null },
): ShelfEntry | null {
  const { source, split } = named
  if (source === null) return entries.find(({ isThere }) => isThere) ?? entries[0] ?? null
  return (
    entries.find((entry) => isSameEntry(entry, { source, split })) ??
    entries.find((entry) => entry.source === source && (split === null || entry.split === null)) ??
    null
  )
}
