import type { Cell } from '../../../charts/heatmap/confusion-matrix'

export interface HeatmapActions {
  /** The cell at a place of the picture, in pixels; null beside the cells. */
  readonly cellAt: (x: number, y: number) => Cell | null
  readonly nearest: (x: number, y: number) => Cell | null
  /** Null where nothing is pointed at any more. */
  readonly hover: (cell: Cell | null) => void
  readonly choose: (cell: Cell) => void
  readonly open: (cell: Cell) => void
}

/** A finger that moves less has tapped. */
const LEAST_DRAG_PX = 8

/**
 * Pointer and touch over the matrix. A mouse reads as it moves; a finger reads while it is dragged, and chooses
 * where it is lifted. A click or a tap opens the cell.
 */
export function useHeatmapPointer(actions: HeatmapActions): {
  readonly handlers: Readonly<Record<string, (event: never) => void>>
} {
  let pressed: { readonly id: number; readonly x: number; readonly y: number } | null = null
  let hasMoved = false

  const placeOf = (event: PointerEvent): readonly [number, number] => {
    if (!(event.currentTarget instanceof Element)) return [-1, -1]
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0) return
    pressed = { id: event.pointerId, x: event.clientX, y: event.clientY }
    hasMoved = false
    if (event.pointerType !== 'touch') return
    if (event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId)
    actions.hover(actions.nearest(...placeOf(event)))
  }

  function move(event: PointerEvent): void {
    if (event.pointerType !== 'touch') {
      actions.hover(actions.cellAt(...placeOf(event)))
      return
    }
    if (pressed?.id !== event.pointerId) return
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > LEAST_DRAG_PX)
      hasMoved = true
    actions.hover(actions.nearest(...placeOf(event)))
  }

  function up(event: PointerEvent): void {
    const isTouch = event.pointerType === 'touch'
    if (event.button !== 0 || pressed?.id !== event.pointerId) return
    const cell = isTouch ? actions.nearest(...placeOf(event)) : actions.cellAt(...placeOf(event))
    pressed = null
    if (cell === null) return
    if (isTouch) actions.hover(null)
    if (isTouch && hasMoved) actions.choose(cell)
    else actions.open(cell)
  }

  function cancel(): void {
    pressed = null
    actions.hover(null)
  }

  function leave(event: PointerEvent): void {
    if (event.pointerType !== 'touch') actions.hover(null)
  }

  return {
    handlers: {
      pointerdown: down,
      pointermove: move,
      pointerup: up,
      pointercancel: cancel,
      pointerleave: leave,
    },
  }
}
