import { watch, type Ref } from 'vue'
import { useRunsViewStore } from '../../stores/runs-view'
import type { RunRow } from './run-rows'

/** What is deleted, or no longer searched for, gives its place in the list to what comes to stand there. */
export function useKeptPlace(
  rows: () => readonly RunRow[],
  body: Readonly<Ref<HTMLElement | null>>,
  focusCurrent: () => Promise<void>,
): void {
  const view = useRunsViewStore()
  watch(
    rows,
    (now, before) => {
      if (view.currentKey === null || now.some(({ key }) => key === view.currentKey)) return
      const place = before.findIndex(({ key }) => key === view.currentKey)
      const focused = document.activeElement
      const hadFocus = focused === document.body || body.value?.contains(focused) === true
      const next = place < 0 ? undefined : (itemFrom(now, place, 1) ?? itemFrom(now, place, -1))
      view.currentKey = next?.key ?? null
      if (next !== undefined && hadFocus) void focusCurrent()
    },
    { flush: 'pre' },
  )
}

function itemFrom(all: readonly RunRow[], from: number, direction: 1 | -1) {
  for (let index = Math.min(from, all.length - 1); index >= 0; index += direction) {
    const row = all[index]
    if (row === undefined) return undefined
    if (row.kind === 'item') return row
  }
  return undefined
}
