import { nextTick, type Ref } from 'vue'
import type { ItemKey } from '../../stores/run-items'
import { useRunsViewStore } from '../../stores/runs-view'
import { keyAction } from './list-keys'
import type { RunRow } from './run-rows'
import { useItemCommands } from './use-item-commands'

/** The list as its keys need it. */
export interface KeyedList {
  readonly rows: () => readonly RunRow[]
  readonly currentIndex: Readonly<Ref<number>>
  /** What scrolls. */
  readonly body: Readonly<Ref<HTMLElement | null>>
  /** How many lines a page has. */
  readonly pageLines: () => number
  readonly scrollTo: (index: number) => void
}

export interface ListKeys {
  readonly pressed: (event: KeyboardEvent) => void
  /** Selects or gives up a line; with a range, all lines since the last one that was selected alone. */
  readonly tick: (key: ItemKey, isRange: boolean) => void
  readonly focusCurrent: () => Promise<void>
}

/** What keys do in the list of runs. */
export function useListKeys({
  rows,
  currentIndex,
  body,
  pageLines,
  scrollTo,
}: KeyedList): ListKeys {
  const view = useRunsViewStore()
  const commands = useItemCommands()
  /** Where the latest tick was, for one with Shift. */
  let anchor: ItemKey | null = null

  function tick(key: ItemKey, isRange: boolean): void {
    const isTicked = view.slots.has(key)
    const keys = isRange ? keysBetween(rows(), anchor ?? key, key) : [key]
    if (isTicked && !isRange) view.untick(keys)
    else view.tick(keys)
    if (!isRange) anchor = key
    view.currentKey = key
  }

  /** Goes to a line of a run; sections are passed over. */
  function moveTo(index: number, direction: 1 | -1): void {
    const all = rows()
    let target = Math.max(0, Math.min(all.length - 1, index))
    while (all[target]?.kind === 'section') target += direction
    // Above the first run there is only its section.
    if (all[target] === undefined) target = all.findIndex(({ kind }) => kind === 'item')
    const row = all[target]
    if (row?.kind !== 'item') return
    view.currentKey = row.key
    scrollTo(target === 1 ? 0 : target)
    void focusCurrent()
  }

  async function focusCurrent(): Promise<void> {
    await nextTick()
    body.value
      ?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')
      ?.focus({ preventScroll: true })
  }

  function pressed(event: KeyboardEvent): void {
    const row = rows()[currentIndex.value]
    const action = keyAction(event)
    if (row?.kind !== 'item' || action === null || pressesButton(event)) return
    const { item, key } = row
    switch (action.kind) {
      case 'move': {
        const steps = { line: 1, page: pageLines(), end: rows().length }[action.by]
        moveTo(
          currentIndex.value + action.direction * steps,
          action.by === 'line' ? action.direction : action.direction === 1 ? -1 : 1,
        )
        if (action.isTicking) {
          anchor ??= key
          tick(view.currentKey ?? key, true)
        }
        break
      }
      case 'tick':
        tick(key, false)
        break
      case 'tick-all':
        view.tick(rows().flatMap((one) => (one.kind === 'item' && !one.isMember ? [one.key] : [])))
        break
      case 'untick-all':
        if (view.ticked.length === 0) return
        view.untickAll()
        break
      case 'open':
        if (row.isOpen === null) return
        view.expand(key, action.isOpen)
        break
      case 'delete':
        // As the button above does: what is selected, if anything is.
        if (view.ticked.length > 0)
          view.dialog = { kind: 'delete', items: view.ticked.map((one) => one.item) }
        else commands.give('delete', item)
        break
      case 'command':
        commands.give(action.command, item)
        break
    }
    event.preventDefault()
  }
  return { pressed, tick, focusCurrent }
}

/** A button of a line that was clicked has the focus, and takes its keys itself. */
function pressesButton({ key, target }: KeyboardEvent): boolean {
  const isPress = key === ' ' || key === 'Enter'
  return isPress && target instanceof Element && target.closest('button') !== null
}

function keysBetween(rows: readonly RunRow[], one: ItemKey, other: ItemKey): readonly ItemKey[] {
  const places = [one, other].map((key) => rows.findIndex((row) => row.key === key))
  const [first = 0, last = 0] = places.toSorted((left, right) => left - right)
  return rows.slice(first, last + 1).flatMap((row) => (row.kind === 'item' ? [row.key] : []))
}
