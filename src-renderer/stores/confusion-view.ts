import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch } from 'vue'
import {
  ConfusionMatrix,
  isSameCell,
  type Cell,
  type ConfusionMode,
} from '../charts/heatmap/confusion-matrix'
import { isSameMeasurement, useMeasurementStore } from './measurement'

/** How the confusion of the open measurement is looked at, and which of its cells is chosen. */
export const useConfusionViewStore = defineStore('confusion-view', () => {
  const measurements = useMeasurementStore()
  const mode = ref<ConfusionMode>('counts')
  const isDiagonalMuted = ref(false)
  const chosen = shallowRef<Cell | null>(null)
  /** Whether the images of the chosen cell are in sight. */
  const isDrawerOpen = ref(false)

  const matrix = computed(() => {
    const report = measurements.measurement?.evaluation.report
    return report === undefined ? null : markRaw(new ConfusionMatrix(report.confusion))
  })
  const mistakes = computed(() => matrix.value?.mistakes(mode.value) ?? [])
  /** The worst mistake, until another cell is chosen; null without classes. */
  const cell = computed<Cell | null>(() => {
    if (chosen.value !== null) return chosen.value
    const [worst] = mistakes.value
    return worst ?? (matrix.value?.size ? { actual: 0, predicted: 0 } : null)
  })

  function choose(next: Cell): void {
    chosen.value = next
  }

  /** From whatever is chosen to the mistake that comes next in size, and from the last to the first. */
  function chooseNextMistake(): void {
    const at = mistakes.value.findIndex((one) => isSameCell(one, cell.value))
    chosen.value = mistakes.value[at + 1] ?? mistakes.value[0] ?? chosen.value
  }

  /** To the images of a cell; of one without any there is nothing to see. */
  function openDrawer(next: Cell): void {
    chosen.value = next
    isDrawerOpen.value = (matrix.value?.count(next) ?? 0) > 0
  }

  function closeDrawer(): void {
    isDrawerOpen.value = false
  }

  watch(
    () => measurements.measurement?.ref ?? null,
    (next, before) => {
      // The same, measured again, has the same classes.
      if (next !== null && before !== null && isSameMeasurement(next, before)) return
      chosen.value = null
      isDrawerOpen.value = false
    },
  )
  return {
    mode,
    isDiagonalMuted,
    cell,
    isDrawerOpen,
    matrix,
    choose,
    chooseNextMistake,
    openDrawer,
    closeDrawer,
  }
})
