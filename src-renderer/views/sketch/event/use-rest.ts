import { useEventListener } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { restAt, type Rest, type RestLimits } from './rest'

/** The ring of the countdown moves so often. */
const LOOKED_AT_EVERY_MS = 200

const AWAKE: Rest = { phase: 'awake' }

/**
 * Follows how long nobody has touched the screen, wherever on it, while there is something to be cleared. A pointer
 * that is only near touches nothing.
 * @param onOver when rest and countdown are over
 */
export function useRest(
  isNeeded: () => boolean,
  limits: () => RestLimits,
  onOver: () => void,
): Readonly<ShallowRef<Rest>> {
  const rest = shallowRef<Rest>(AWAKE)
  let touchedMs = 0
  let timer: ReturnType<typeof setInterval> | undefined

  function touched(): void {
    touchedMs = performance.now()
    if (rest.value.phase !== 'awake') rest.value = AWAKE
  }
  function look(): void {
    rest.value = restAt(performance.now() - touchedMs, limits())
    if (rest.value.phase === 'over') onOver()
  }
  function stop(): void {
    clearInterval(timer)
    rest.value = AWAKE
  }

  watch(
    isNeeded,
    (needed) => {
      stop()
      touched()
      if (needed) timer = setInterval(look, LOOKED_AT_EVERY_MS)
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  // On the way down: nothing on the page can keep a touch from being seen.
  const everywhere = { capture: true, passive: true } as const
  useEventListener(window, ['pointerdown', 'pointerup', 'keydown'], touched, everywhere)
  useEventListener(
    window,
    'pointermove',
    ({ buttons }: PointerEvent) => {
      if (buttons !== 0) touched()
    },
    everywhere,
  )
  return rest
}
