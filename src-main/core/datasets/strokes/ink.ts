/** Side of the sheet that characters are drawn on, in pixels, as of NIST Special Database 19. */
export const SHEET_SIDE = 128

/**
 * Draws a line with a round pen: every pixel whose centre lies within half the pen's width of it.
 *
 * @param sheet `[128, 128]`, whose inked pixels become 1
 * @param line points with x and y in turn, in pixels
 * @param startWidth pen width at the start, in pixels, which becomes `endWidth` along the line
 */
export function drawLine(
  sheet: Uint8Array,
  line: readonly number[],
  startWidth: number,
  endWidth: number,
): void {
  const pieces = line.length / 2 - 1
  for (let piece = 0; piece < pieces; piece++) {
    const radius = (startWidth + ((endWidth - startWidth) * (piece + 0.5)) / pieces) / 2
    const at = 2 * piece
    drawSegment(
      sheet,
      line[at] ?? 0,
      line[at + 1] ?? 0,
      line[at + 2] ?? 0,
      line[at + 3] ?? 0,
      radius,
    )
  }
}

function drawSegment(
  sheet: Uint8Array,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
): void {
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - radius))
  const right = Math.min(SHEET_SIDE - 1, Math.ceil(Math.max(x0, x1) + radius))
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - radius))
  const bottom = Math.min(SHEET_SIDE - 1, Math.ceil(Math.max(y0, y1) + radius))
  const alongX = x1 - x0
  const alongY = y1 - y0
  const squaredLength = alongX * alongX + alongY * alongY
  const scale = squaredLength > 0 ? 1 / squaredLength : 0
  const squaredRadius = radius * radius
  for (let y = top; y <= bottom; y++) {
    const fromY = y + 0.5 - y0
    for (let x = left; x <= right; x++) {
      const fromX = x + 0.5 - x0
      const share = Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) * scale))
      const offX = fromX - share * alongX
      const offY = fromY - share * alongY
      if (offX * offX + offY * offY <= squaredRadius) sheet[y * SHEET_SIDE + x] = 1
    }
  }
}
