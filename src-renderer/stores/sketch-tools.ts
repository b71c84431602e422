import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Preferences } from '../../src-preload/contract/preferences'
import type { ModelRef } from '../../src-preload/contract/sketch'
import { usePreferencesStore } from './preferences'

export type SketchTools = Readonly<Preferences['sketch']>

/** What can be chosen of the width of a stroke, in units of the sheet. */
export const STROKE_WIDTHS = { least: 8, most: 72, step: 2 } as const

/** A slider tells of every step on its way: they are kept once it rests. */
const KEPT_AFTER_MS = 300

/** What one draws with, and what reads: kept with the preferences. */
export const useSketchToolsStore = defineStore('sketch-tools', () => {
  const preferences = usePreferencesStore()
  const unkept = shallowRef<Partial<SketchTools>>({})
  const tools = computed<SketchTools>(() => ({
    ...preferences.preferences.sketch,
    ...unkept.value,
  }))
  /** The one that reads, and the one that is held against it. */
  const models = computed<readonly ModelRef[]>(() => {
    const { model, secondModel } = tools.value
    return secondModel === null ? [model] : [model, secondModel]
  })

  let timer: ReturnType<typeof setTimeout> | undefined

  /** Holds at once. */
  function change(changes: Partial<SketchTools>): void {
    unkept.value = { ...unkept.value, ...changes }
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), KEPT_AFTER_MS)
  }

  async function keep(): Promise<void> {
    const kept = unkept.value
    await preferences.change({ sketch: tools.value })
    if (unkept.value === kept) unkept.value = {}
  }

  function changeWidth(steps: number): void {
    const { least, most, step } = STROKE_WIDTHS
    const strokeWidth = tools.value.strokeWidth + steps * step
    change({ strokeWidth: Math.min(most, Math.max(least, strokeWidth)) })
  }
  return { tools, models, change, changeWidth }
})
