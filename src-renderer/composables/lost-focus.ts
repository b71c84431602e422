import { nextTick, watch, type WatchSource } from 'vue'

/**
 * Tells when what had the keyboard inside an element has gone from the page: it is to go on elsewhere, and not at
 * the top of the page.
 * @param change what may take it away
 */
export function useLostFocus(
  place: () => HTMLElement | null,
  change: WatchSource<unknown>,
  lost: () => void,
): void {
  watch(change, () => {
    const focused = document.activeElement
    if (focused === null || place()?.contains(focused) !== true) return
    void nextTick(() => {
      if (!focused.isConnected) lost()
    })
  })
}
