import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DatasetEntry } from '../../src-preload/contract/bridge/dataset-requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { NewRun } from '../../src-preload/contract/job'
import { together, useBridge, whenConnected } from './use-bridge'

export type DatasetsState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly datasets: readonly DatasetEntry[] }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The data sets there are, and folders that were chosen in this window. */
export const useDatasetsStore = defineStore('datasets', () => {
  const bridge = useBridge()
  const state = shallowRef<DatasetsState>({ phase: 'asking' })
  const chosenFolders = shallowRef<readonly DatasetEntry[]>([])
  const datasets = computed(() => {
    const listed = state.value.phase === 'known' ? state.value.datasets : []
    return [
      ...listed,
      ...chosenFolders.value.filter((entry) => !listed.some((other) => isSame(entry, other))),
    ]
  })

  async function ask(): Promise<void> {
    const answer = await bridge.request('datasets.list', {})
    if (answer.ok) state.value = { phase: 'known', datasets: answer.result.datasets }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  /** By a dialog of the system: the data set that was chosen, null for none, or why it is none. */
  async function chooseFolder(): Promise<
    { readonly entry: DatasetEntry | null } | { readonly error: ErrorData }
  > {
    const answer = await bridge.request('datasets.choose-folder', {})
    if (!answer.ok) return { error: answer.error }
    const entry = answer.result.dataset
    if (entry !== null) chosenFolders.value = [...chosenFolders.value, entry]
    return { entry }
  }

  function begin(): () => void {
    return together(
      bridge.on('datasets.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, datasets, begin, chooseFolder }
})

/** What a run was begun with, in the list: that of a folder with one split is there without its name. */
export function entryOf(
  datasets: readonly DatasetEntry[],
  { dataset, split }: Pick<NewRun, 'dataset' | 'split'>,
): DatasetEntry | undefined {
  return (
    datasets.find((one) => one.source === dataset && one.split === split) ??
    datasets.find((one) => one.source === dataset && one.split === null)
  )
}

function isSame(one: DatasetEntry, other: DatasetEntry): boolean {
  return one.source === other.source && one.split === other.split
}
