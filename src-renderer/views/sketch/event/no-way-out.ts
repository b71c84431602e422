import { useEventListener } from '@vueuse/core'
import { onScopeDispose } from 'vue'

const TWICE_WITHIN_MS = 1500
const FUNCTION_KEY = /^F\d+$/
/** Of a mouse, to the page before and after. */
const PAGE_BUTTONS: readonly number[] = [3, 4]

/**
 * Takes from the page what a browser would do beside it: zoom, navigation, menus, dropped files, and shortcuts.
 * @param onAsk when somebody asks to leave: by Esc pressed twice, or by the key that leads in
 */
export function useNoWayOut(onAsk: () => void): void {
  const refuse = (event: Event): void => event.preventDefault()
  const active = { passive: false } as const
  let escapedMs = Number.NEGATIVE_INFINITY

  useEventListener(
    window,
    'keydown',
    (event) => {
      if (event.key === 'F11') {
        event.preventDefault()
        if (!event.repeat) onAsk()
      } else if (event.key === 'Escape' && !event.repeat) {
        // What closed something is not the first of two.
        if (event.defaultPrevented) return
        if (event.timeStamp - escapedMs < TWICE_WITHIN_MS) onAsk()
        escapedMs = event.timeStamp
      } else if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        FUNCTION_KEY.test(event.key) ||
        event.key === 'ContextMenu'
      ) {
        event.preventDefault()
      }
    },
    active,
  )
  useEventListener(window, ['contextmenu', 'dragover', 'drop', 'selectstart'], refuse, active)
  useEventListener(window, ['gesturestart', 'gesturechange'], refuse, active)
  useEventListener(
    window,
    'wheel',
    (event: WheelEvent) => {
      // Of a touchpad, too: two fingers that spread come as a wheel with Ctrl.
      if (event.ctrlKey) event.preventDefault()
    },
    active,
  )
  useEventListener(
    window,
    ['mousedown', 'mouseup', 'auxclick'],
    (event: MouseEvent) => {
      if (PAGE_BUTTONS.includes(event.button)) event.preventDefault()
    },
    active,
  )

  // A finger that is drawn in from the edge turns the page in some browsers.
  const { style } = document.documentElement
  const before = style.overscrollBehavior
  style.overscrollBehavior = 'none'
  onScopeDispose(() => (style.overscrollBehavior = before))
}
