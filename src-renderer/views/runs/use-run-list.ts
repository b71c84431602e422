import { computed, type ComputedRef } from 'vue'
import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type { RunId } from '../../../src-preload/contract/run'
import { useRunsStore } from '../../stores/runs'
import { useRunsViewStore } from '../../stores/runs-view'
import { useStrings } from '../../strings/strings'
import { cohortTitles } from './cohort-titles'
import { runName } from './run-names'
import { folded, rowsOf, type RunRow } from './run-rows'
import { settingsOf } from './run-settings'

/** The lines of the list as they are to be seen now. */
export function useRunList(): {
  readonly rows: ComputedRef<readonly RunRow[]>
  /** How many runs are in them. */
  readonly shownCount: ComputedRef<number>
} {
  const strings = useStrings()
  const runs = useRunsStore()
  const view = useRunsViewStore()

  // Most entries stay the same from one list to the next in all but their object.
  let texts = new Map<RunId, { readonly entry: RunEntry; readonly text: string }>()
  function textOf(entry: RunEntry): string {
    const known = texts.get(entry.run)
    if (known?.entry === entry) return known.text
    const settings = settingsOf(strings, entry).map(
      ({ name, text }) => `${strings.runs.settings[name]} ${text}`,
    )
    const { name, title, text: note, tags, run, status } = entry
    const words = [name, title, run, note, ...tags, strings.runs.statuses[status], ...settings]
    const text = folded(words.join('\n'))
    texts.set(entry.run, { entry, text })
    return text
  }
  const titles = computed(() => {
    texts = new Map()
    return cohortTitles(strings, runs.runs)
  })
  const rows = computed(() => {
    const { query, filter, tag, sort, isReversed, expanded, items } = view
    const nameOf = (entry: RunEntry): string => runName(strings, entry)
    const asked = { query, filter, tag, sort, isReversed, expanded }
    return rowsOf(items, asked, { nameOf, textOf, titles: titles.value })
  })
  const shownCount = computed(() =>
    rows.value.reduce((sum, row) => sum + (row.kind === 'section' ? row.runs : 0), 0),
  )
  return { rows, shownCount }
}
