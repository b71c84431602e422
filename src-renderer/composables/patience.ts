import { onUnmounted, ref, watch, type Ref } from 'vue'

/** How long somebody has waited: nothing is shown at first, then grey shapes, then words. */
export type Patience = 'nothing' | 'shapes' | 'words'

const SHAPES_AFTER_MS = 300
const WORDS_AFTER_MS = 2000

/** @param isWaiting counts from when it becomes true */
export function usePatience(isWaiting: () => boolean): Ref<Patience> {
  const patience = ref<Patience>('nothing')
  let timers: ReturnType<typeof setTimeout>[] = []
  const stop = (): void => {
    for (const timer of timers) clearTimeout(timer)
    timers = []
    patience.value = 'nothing'
  }
  watch(
    isWaiting,
    (waits) => {
      stop()
      if (!waits) return
      timers = [
        setTimeout(() => (patience.value = 'shapes'), SHAPES_AFTER_MS),
        setTimeout(() => (patience.value = 'words'), WORDS_AFTER_MS),
      ]
    },
    { immediate: true },
  )
  onUnmounted(stop)
  return patience
}
