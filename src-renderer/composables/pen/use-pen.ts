import { useEventListener } from '@vueuse/core'
import { DRAWING_BUTTON, penKindOf, pointsOn, type PointerPoint } from './pointer-contacts'
import type { Happening, Pen } from './sheet'

export interface PenOptions {
  /** The element that is drawn on; its box is the sheet. */
  readonly paper: () => HTMLElement | null
  readonly pen: () => { readonly width: number; readonly usesPressure: boolean }
  readonly isDisabled: () => boolean
  readonly happens: (happening: Happening) => void
}

/** Turns what pointers do on the paper into what happens to the sheet. */
export function usePen({ paper, pen, isDisabled, happens }: PenOptions): void {
  /** Pointers that are down on the paper, and how hard they were pressed the last time. */
  const down = new Map<number, number>()

  function contactOf(event: PointerEvent, points: readonly PointerPoint[]) {
    const kind = penKindOf(event.pointerType)
    const place = paper()?.getBoundingClientRect()
    return {
      pointer: event.pointerId,
      kind,
      points: place === undefined ? [] : pointsOn(place, points, kind),
      contactPx: Math.max(event.width, event.height),
      atMs: event.timeStamp,
    }
  }

  function penOf(event: PointerEvent): Pen {
    const { width, usesPressure } = pen()
    return { width, hasPressure: usesPressure && event.pointerType === 'pen' }
  }

  function pressed(event: PointerEvent): void {
    if (isDisabled() || event.button !== 0) return
    down.set(event.pointerId, event.pressure)
    // What leaves the paper goes on drawing, and is heard of when it is lifted.
    paper()?.setPointerCapture(event.pointerId)
    happens({ type: 'down', pen: penOf(event), ...contactOf(event, [event]) })
  }

  function moved(event: PointerEvent): void {
    const kind = penKindOf(event.pointerType)
    if (!down.has(event.pointerId)) {
      if (kind === 'pen') happens({ type: 'near', kind, atMs: event.timeStamp })
      return
    }
    // Lifted where nobody heard of it, as over a menu of the system.
    if ((event.buttons & DRAWING_BUTTON) === 0) return lifted(event)
    down.set(event.pointerId, event.pressure)
    happens({ type: 'move', ...contactOf(event, pointsOf(event)) })
  }

  function released(event: PointerEvent): void {
    // A second button of a mouse ends nothing; neither does what was not begun here.
    const pressure = down.get(event.pointerId)
    if (pressure === undefined || event.button !== 0) return
    // A pen that is lifted is not pressed any more: the end of its line would be thin.
    const { clientX, clientY } = event
    happens({ type: 'move', ...contactOf(event, [{ clientX, clientY, pressure }]) })
    lifted(event)
  }

  /** A second button, which would open a menu, takes the pointer away though the first is still down. */
  function captureLost(event: PointerEvent): void {
    if (!down.has(event.pointerId)) return
    const isDown = (event.buttons & DRAWING_BUTTON) !== 0
    if (isDown && paper()?.isConnected === true) paper()?.setPointerCapture(event.pointerId)
    else lifted(event)
  }

  function lifted({ pointerId }: PointerEvent): void {
    if (down.delete(pointerId)) happens({ type: 'up', pointer: pointerId })
  }

  function cancelled({ pointerId }: PointerEvent): void {
    if (down.delete(pointerId)) happens({ type: 'cancel', pointer: pointerId })
  }

  useEventListener(paper, 'pointerdown', pressed)
  useEventListener(paper, 'pointermove', moved)
  useEventListener(paper, 'pointerup', released)
  useEventListener(paper, 'pointercancel', cancelled)
  useEventListener(paper, 'lostpointercapture', captureLost)
  // A long press opens no menu, and the right button draws nothing.
  useEventListener(paper, 'contextmenu', (event) => event.preventDefault())
  // Older engines scroll and zoom in spite of the style sheet; a listener of theirs must be no passive one.
  useEventListener(paper, 'touchstart', (event) => event.preventDefault(), { passive: false })
  useEventListener(paper, 'dragstart', (event) => event.preventDefault())
}

/** Where the pointer has been since the last event: browsers tell of several moves at once. */
function pointsOf(event: PointerEvent): readonly PointerPoint[] {
  // Without a secure page (served to another machine) there is no such method, whatever its type says.
  const coalesced: unknown = Reflect.get(event, 'getCoalescedEvents')
  if (typeof coalesced !== 'function') return [event]
  const events = event.getCoalescedEvents()
  return events.length === 0 ? [event] : events
}
