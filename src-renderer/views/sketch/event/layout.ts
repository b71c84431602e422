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
/** What a tight answer, the buttons and the foot take below a sheet: so much, and such a share of the sheet's side. */
const BELOW_PX = 216
const BELOW_SHARE = 0.37
const LEAST_SIDE = 120

/** The sheet as large as the screen allows, and the answer beside it, or below where the screen is upright. */
export function eventLayout(width: number, height: number): EventLayout {
  const margin = Math.max(LEAST_MARGIN, Math.round(Math.min(width, height) * MARGIN_SHARE))
  const isStacked = width <= height
  const room = isStacked
    ? Math.min(
        width - 2 * margin,
        (height - 3 * margin) * ABOVE_SHARE,
        (height - 3 * margin - BELOW_PX) / (1 + BELOW_SHARE),
      )
    : Math.min(height - 2 * margin, (width - 3 * margin) * BESIDE_SHARE)
  const side = Math.max(LEAST_SIDE, Math.floor(room))
  const answerHeight = isStacked ? height - side - 3 * margin : height - 2 * margin
  return { side, margin, isStacked, isTight: answerHeight < TIGHT_HEIGHT }
}

const LEAST_FONT_PX = 18
const DESIGNED_FONT_PX = 22
const DESIGNED_SIDE = 784
const GAP_PX = 16
/** An icon, its gap, and room on both sides. */
const BESIDE_WORDS_PX = 64
/** Of the longest words, in the size of the font. */
const WORDS_EM = 6.2

/** Whether so many buttons beside one another have no room for their words beside their icons. */
export function areButtonsSmall(
  width: number,
  { side, margin, isStacked }: EventLayout,
  buttons: number,
): boolean {
  const room = isStacked ? width - 2 * margin : width - side - 3 * margin
  const font = Math.max(LEAST_FONT_PX, (side / DESIGNED_SIDE) * DESIGNED_FONT_PX)
  return (room - (buttons - 1) * GAP_PX) / buttons < BESIDE_WORDS_PX + WORDS_EM * font
}
