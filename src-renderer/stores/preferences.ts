import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { preferencesSchema, type Preferences } from '../../src-preload/contract/preferences'
import { together, useBridge, whenConnected } from './use-bridge'

/** How the window looks: kept by the program, the same in every window. */
export const usePreferencesStore = defineStore('preferences', () => {
  const bridge = useBridge()
  const preferences = shallowRef<Preferences>(readKept())
  /** Whether the program has said so; until then they are those that the window had when it was last open. */
  const isKnown = ref(false)
  /** Changes of this window that the program has not answered yet: what it tells of earlier ones is out of date. */
  let changing = 0
  const systemIsDark = ref(false)
  const systemReducesMotion = ref(false)

  /** What is on screen, whoever decided it. */
  const theme = computed<'light' | 'dark'>(() => {
    const chosen = preferences.value.theme
    if (chosen !== 'system') return chosen
    return systemIsDark.value ? 'dark' : 'light'
  })
  const isMotionReduced = computed(
    () => preferences.value.motion === 'reduced' || systemReducesMotion.value,
  )

  function begin(): () => void {
    return together(
      followMedia('(prefers-color-scheme: dark)', (matches) => (systemIsDark.value = matches)),
      followMedia(
        '(prefers-reduced-motion: reduce)',
        (matches) => (systemReducesMotion.value = matches),
      ),
      // At once, so that what reads colours out of the style sheet afterwards reads the right ones.
      watch(
        [theme, isMotionReduced],
        ([newTheme, isReduced]) => {
          document.documentElement.dataset['theme'] = newTheme
          document.documentElement.dataset['motion'] = isReduced ? 'reduced' : 'full'
        },
        { immediate: true, flush: 'sync' },
      ),
      watch(preferences, keep),
      bridge.on('preferences.changed', (changed) => {
        if (changing === 0) preferences.value = changed
      }),
      whenConnected(bridge, () => void ask()),
    )
  }

  async function ask(): Promise<void> {
    const answer = await bridge.request('preferences.get', {})
    if (!answer.ok) return
    if (changing === 0) preferences.value = answer.result
    isKnown.value = true
  }

  /** Shown at once; what the program has not kept is taken back. */
  async function change(changes: Partial<Preferences>): Promise<void> {
    const before = preferences.value
    const wanted = { ...before, ...changes }
    preferences.value = wanted
    changing += 1
    const answer = await bridge.request('preferences.set', wanted)
    changing -= 1
    if (answer.ok && changing === 0) preferences.value = answer.result
    else if (!answer.ok && preferences.value === wanted) preferences.value = before
  }

  return { preferences, theme, isMotionReduced, isKnown, begin, change }
})

const KEPT = 'glyphlab.preferences'

/** As they were when the window was last open: right before the program has answered, most times. */
function readKept(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}')
    return preferencesSchema.catch(preferencesSchema.parse({})).parse(kept)
  } catch {
    // No storage, or something else in it.
    return preferencesSchema.parse({})
  }
}

function keep(preferences: Preferences): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(preferences))
  } catch {
    // Without storage the window opens in the system's colours, and changes a moment later.
  }
}

function followMedia(query: string, tell: (matches: boolean) => void): () => void {
  const list = window.matchMedia(query)
  const changed = (): void => tell(list.matches)
  changed()
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}
