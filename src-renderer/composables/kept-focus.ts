import { useEventListener } from '@vueuse/core'
import { watch, type WatchSource } from 'vue'

/**
 * A control that goes off or away as it is pressed would leave the keyboard at the top of the page: it goes
 * on at the first of `next` that can be pressed.
 * @param change what may switch controls on and off
 */
export function useKeptFocus(
  next: () => readonly (HTMLButtonElement | null | undefined)[],
  change: WatchSource<unknown>,
): void {
  let last: EventTarget | null = null
  useEventListener(document, 'focusin', ({ target }) => (last = target))
  useEventListener(document, 'focusout', ({ target }) => {
    // Whether it was left or went off is known once the page has been brought up to date.
    setTimeout(() => {
      if (last === target && isUsable(target) && document.activeElement !== target) last = null
    })
  })
  watch(
    change,
    () => {
      if (last === null || isUsable(last)) return
      // What has just gone off keeps the focus until the next frame.
      const focused = document.activeElement
      if (focused !== document.body && focused !== last) return
      next()
        .find((button) => button?.disabled === false)
        ?.focus()
    },
    { flush: 'post' },
  )
}

function isUsable(target: EventTarget | null): boolean {
  return target instanceof Element && target.isConnected && !target.matches(':disabled')
}
