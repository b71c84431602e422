import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { StepUnit } from '../charts/curve-figure'

/** TensorBoard's is 0.6 over every step; every tenth step is logged here, with more noise a point. */
const USUAL_SMOOTHING = 0.85

/** How curves are looked at: kept while the window is open. */
export const useCurveViewStore = defineStore('curve-view', () => {
  const unit = ref<StepUnit>('epoch')
  const smoothing = ref(USUAL_SMOOTHING)
  const lossScale = ref<'linear' | 'logarithmic'>('linear')
  const isTableOpen = ref(false)
  let smoothingBefore = USUAL_SMOOTHING

  function toggleSmoothing(): void {
    if (smoothing.value > 0) {
      smoothingBefore = smoothing.value
      smoothing.value = 0
    } else smoothing.value = smoothingBefore
  }
  function toggleScale(): void {
    lossScale.value = lossScale.value === 'linear' ? 'logarithmic' : 'linear'
  }
  function toggleTable(): void {
    isTableOpen.value = !isTableOpen.value
  }
  return { unit, smoothing, lossScale, isTableOpen, toggleSmoothing, toggleScale, toggleTable }
})
