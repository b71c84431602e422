/** Where things are in the full screen, in CSS pixels. */
export interface EventLayout {
  /** Of the sheet. */
  readonly side: number
  /** Around and between the parts. */
  readonly margin: number
  /** Whether the answer stands below the sheet. */
  readonly isStacked: boolean
  /** Whether there is no room for more than the answer itself. */
  readonly isTight: boolean
}

/** Of the shorter side of the screen. */
const MARGIN_SHARE = 0.0645
const LEAST_MARGIN = 16
/** Of the room that sheet and answer share, beside and above one another. */
const BESIDE_SHARE = 0.62
const ABOVE_SHARE = 0.56
const TIGHT_HEIGHT = 460
const LEAST_SIDE = 120

/** The sheet as large as the screen allows, and the answer beside it, or below where the screen is upright. */
export function eventLayout(width: number, height: number): EventLayout {
  const margin = Math.max(LEAST_MARGIN, Math.round(Math.min(width, height) * MARGIN_SHARE))
  const isStacked = width <= height
  const room = isStacked
    ? Math.min(width - 2 * margin, (height - 3 * margin) * ABOVE_SHARE)
    : Math.min(height - 2 * margin, (width - 3 * margin) * BESIDE_SHARE)
  const side = Math.max(LEAST_SIDE, Math.floor(room))
  const answerHeight = isStacked ? height - side - 3 * margin : height - 2 * margin
  return { side, margin, isStacked, isTight: answerHeight < TIGHT_HEIGHT }
}
