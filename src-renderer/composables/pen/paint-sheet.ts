import { SHEET_SIDE, type Stroke, type Strokes } from '../../../src-preload/contract/sketch'
import { strokeOutline } from '../../../src-preload/contract/stroke-outline'

/** A canvas that shows the sheet whole, and its ink. */
export interface InkPlace {
  readonly context: CanvasRenderingContext2D
  /** Of the canvas, in pixels of the screen. */
  readonly sidePx: number
  readonly colour: string
}

/** Empties the canvas and draws all strokes. */
export function paintStrokes(place: InkPlace, strokes: Strokes): void {
  const { context, sidePx } = place
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, sidePx, sidePx)
  for (const stroke of strokes) addStroke(place, stroke)
}

/**
 * Draws a stroke over what is there. Between the points of its outline the edge is round; what is read has it straight,
 * which differs by hundredths of one of its pixels.
 * @param isComplete false while its pointer is down
 */
export function addStroke(
  { context, sidePx, colour }: InkPlace,
  stroke: Stroke,
  isComplete = true,
): void {
  const scale = sidePx / SHEET_SIDE
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.fillStyle = colour
  const outline = strokeOutline(stroke, isComplete)
  const [firstX = 0, firstY = 0] = outline.at(-1) ?? []
  let [x, y] = [firstX, firstY]
  context.beginPath()
  for (const [nextX = 0, nextY = 0] of outline) {
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2)
    x = nextX
    y = nextY
  }
  context.closePath()
  // An outline crosses itself where the line does: what it winds around is ink.
  context.fill('nonzero')
}

/** Whether `after` is `before` with one stroke more, so that only that one is to be drawn. */
export function hasOneMore(before: Strokes, after: Strokes): boolean {
  return (
    after.length === before.length + 1 && before.every((stroke, index) => stroke === after[index])
  )
}
