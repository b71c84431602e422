import { storeToRefs } from 'pinia'
import type { ComputedRef } from 'vue'
import { usePreferencesStore } from '../stores/preferences'

/** What is on screen now; the style sheet has changed already when these change. */
export function useTheme(): {
  readonly theme: ComputedRef<'light' | 'dark'>
  readonly isMotionReduced: ComputedRef<boolean>
} {
  const { theme, isMotionReduced } = storeToRefs(usePreferencesStore())
  return { theme, isMotionReduced }
}
