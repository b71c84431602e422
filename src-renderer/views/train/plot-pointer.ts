import { ref, type Ref } from 'vue'
import type { Box } from '../../charts/marks'

export interface PlotActions {
  readonly root: () => HTMLElement | null
  /** Where curves are drawn, from the left edge of the root. */
  readonly area: () => Box | null
  readonly stepAt: (x: number) => number
  /** Whether there is more than what is shown. */
  readonly canMove: () => boolean
  readonly read: (step: number | null) => void
  readonly zoomBy: (factor: number, around: number) => void
  readonly moveBy: (steps: number) => void
  readonly select: (one: number, other: number) => void
  readonly showAll: () => void
}

interface Selection {
  readonly x: number
  readonly width: number
}

/** Nothing is selected by less: it was a click. */
const LEAST_DRAG_PX = 5
const LINE_PX = 16

type Drag =
  | { readonly kind: 'none' }
  | { readonly kind: 'select'; readonly startX: number }
  | { readonly kind: 'move'; lastX: number }
  | { readonly kind: 'read' }
  | { readonly kind: 'pinch'; distance: number; middleX: number }

/**
 * Pointer, wheel and touch over the plots. A mouse reads as it moves; it drags a span to zoom to where all
 * is shown or Shift is held, and else drags the curves. One finger reads, two zoom and move. The wheel
 * zooms, with Shift it moves.
 */
export function usePlotPointer(actions: PlotActions): {
  readonly selection: Ref<Selection | null>
  readonly handlers: Readonly<Record<string, (event: never) => void>>
} {
  const selection = ref<Selection | null>(null)
  const fingers = new Map<number, number>()
  let drag: Drag = { kind: 'none' }

  const xOf = ({ clientX }: MouseEvent): number =>
    clientX - (actions.root()?.getBoundingClientRect().left ?? 0)
  const stepsOf = (pixels: number): number => actions.stepAt(pixels) - actions.stepAt(0)
  const spanOfFingers = () => {
    const xs = [...fingers.values()]
    const [least, greatest] = [Math.min(...xs), Math.max(...xs)]
    return { distance: Math.max(20, greatest - least), middleX: (least + greatest) / 2 }
  }

  function down(event: PointerEvent): void {
    const area = actions.area()
    if (event.button !== 0 || area === null) return
    const x = xOf(event)
    actions.root()?.setPointerCapture(event.pointerId)
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, x)
      drag = fingers.size >= 2 ? { kind: 'pinch', ...spanOfFingers() } : { kind: 'read' }
      if (drag.kind === 'read') actions.read(actions.stepAt(x))
    } else if (event.shiftKey || !actions.canMove()) drag = { kind: 'select', startX: x }
    else drag = { kind: 'move', lastX: x }
  }

  function move(event: PointerEvent): void {
    const x = xOf(event)
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, x)
    switch (drag.kind) {
      case 'select':
        selection.value = selectionOf(drag.startX, x)
        actions.read(actions.stepAt(x))
        break
      case 'move':
        actions.moveBy(stepsOf(drag.lastX - x))
        drag.lastX = x
        break
      case 'pinch': {
        const now = spanOfFingers()
        actions.zoomBy(drag.distance / now.distance, actions.stepAt(now.middleX))
        actions.moveBy(stepsOf(drag.middleX - now.middleX))
        drag.distance = now.distance
        drag.middleX = now.middleX
        break
      }
      case 'none':
        if (event.pointerType === 'touch') break
        actions.read(isOver(x) ? actions.stepAt(x) : null)
        break
      case 'read':
        actions.read(actions.stepAt(x))
        break
    }
  }

  function isOver(x: number): boolean {
    const area = actions.area()
    return area !== null && x >= area.x - 4 && x <= area.x + area.width + 4
  }

  /** Both ends within the plot; null for a click. */
  function selectionOf(startX: number, x: number): Selection | null {
    const area = actions.area()
    if (area === null || Math.abs(x - startX) < LEAST_DRAG_PX) return null
    const inside = (value: number): number => Math.min(area.x + area.width, Math.max(area.x, value))
    const [from, to] = [inside(Math.min(startX, x)), inside(Math.max(startX, x))]
    return { x: from, width: to - from }
  }

  function up(event: PointerEvent): void {
    fingers.delete(event.pointerId)
    if (drag.kind === 'select' && selection.value !== null && event.type === 'pointerup') {
      const { x, width } = selection.value
      actions.select(actions.stepAt(x), actions.stepAt(x + width))
    }
    selection.value = null
    drag = fingers.size > 0 ? { kind: 'read' } : { kind: 'none' }
  }

  function leave(event: PointerEvent): void {
    if (drag.kind === 'none' && event.pointerType !== 'touch') actions.read(null)
  }

  function wheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
    const sideways = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0
    // What can go no further scrolls the page.
    if (sideways !== 0) {
      if (!actions.canMove()) return
      event.preventDefault()
      actions.moveBy(stepsOf(sideways * unit))
      return
    }
    if (event.deltaY > 0 && !actions.canMove()) return
    event.preventDefault()
    const factor = Math.exp(Math.min(120, Math.max(-120, event.deltaY * unit)) / 400)
    actions.zoomBy(factor, actions.stepAt(xOf(event)))
  }

  const handlers = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: up,
    pointerleave: leave,
    wheel,
    dblclick: () => actions.showAll(),
  }
  return { selection, handlers }
}
