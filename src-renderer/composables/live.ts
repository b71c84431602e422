import { shallowRef, watch, type ShallowRef } from 'vue'
import { atNextTick, LIVE_MS } from '../stores/live-tick'

/** A value that changes often, as it was at the latest of the moments at which live things are drawn. */
export function useLive<Value>(source: () => Value): Readonly<ShallowRef<Value>> {
  const shown = shallowRef(source()) as ShallowRef<Value>
  let shownMs = performance.now()
  const show = (): void => {
    shownMs = performance.now()
    shown.value = source()
  }
  // After a rest at once: what opens is not to wait.
  watch(source, () => (performance.now() - shownMs < LIVE_MS ? atNextTick(show) : show()), {
    flush: 'sync',
  })
  return shown
}
