import type { CDPSession, Locator, Page } from 'playwright-core'
import { STROKE_CLASSES } from '../../src-main/core/datasets/strokes/classes'
import { strokeLine } from '../../src-main/core/datasets/strokes/curve'

/** Where the pen goes while it is down: points in CSS pixels of the page. */
export type Line = readonly (readonly [x: number, y: number])[]

/** Share of the sheet's side that a written character is high. */
const HEIGHT = 0.6

/**
 * The lines of a character, as the generator of `strokes` has it written most often, in the middle of a sheet.
 * @param at where its middle lies, in shares of the sheet
 */
export async function linesOf(
  sheet: Locator,
  character: string,
  { height = HEIGHT, at = [0.5, 0.5] }: { height?: number; at?: readonly [number, number] } = {},
): Promise<readonly Line[]> {
  const way = STROKE_CLASSES.find(({ characters }) => characters.includes(character))?.ways[0]
  const box = await sheet.boundingBox()
  if (way === undefined || box === null) throw new Error(`${character} cannot be written`)
  const lines = way.strokes.map((stroke) => pointsOf(strokeLine(stroke)))
  const all = lines.flat()
  const [left, right] = extent(all.map(([x]) => x))
  const [top, bottom] = extent(all.map(([, y]) => y))
  const scale = (height * box.height) / Math.max(bottom - top, right - left)
  const place = ([x, y]: readonly [number, number]) =>
    [
      box.x + at[0] * box.width + (x - (left + right) / 2) * scale,
      box.y + at[1] * box.height + (y - (top + bottom) / 2) * scale,
    ] as const
  return lines.map((line) => line.map(place))
}

function pointsOf(coordinates: readonly number[]): Line {
  return Array.from(
    { length: coordinates.length / 2 },
    (_, at) => [coordinates[2 * at] ?? 0, coordinates[2 * at + 1] ?? 0] as const,
  )
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

export async function drawWithMouse(page: Page, lines: readonly Line[]): Promise<void> {
  for (const [start, ...rest] of lines) {
    if (start === undefined) continue
    await page.mouse.move(...start)
    await page.mouse.down()
    for (const point of rest) await page.mouse.move(...point)
    await page.mouse.up()
  }
}

/** @param pressure of each point of a line by its place in it, 0 to 1 */
export async function drawWithPen(
  session: CDPSession,
  lines: readonly Line[],
  pressure: (share: number) => number = () => 0.5,
): Promise<void> {
  for (const line of lines) {
    const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', index: number) => {
      const [x, y] = line[index] ?? [0, 0]
      const isDown = type !== 'mouseReleased'
      return session.send('Input.dispatchMouseEvent', {
        ...{ type, x, y, pointerType: 'pen', button: 'left', buttons: isDown ? 1 : 0 },
        ...{ clickCount: 1, force: isDown ? pressure(index / Math.max(1, line.length - 1)) : 0 },
      })
    }
    await send('mousePressed', 0)
    for (let index = 1; index < line.length; index++) await send('mouseMoved', index)
    await send('mouseReleased', line.length - 1)
  }
}

/** A finger, or a palm where its radius is large. */
export interface Contact {
  readonly id: number
  readonly line: Line
  /** In CSS pixels. */
  readonly radius?: number
}

/** Several contacts at once, a point of each in turn; all are lifted at the end. */
export async function drawWithFingers(
  session: CDPSession,
  contacts: readonly Contact[],
  end: 'touchEnd' | 'touchCancel' = 'touchEnd',
): Promise<void> {
  const pointsAt = (index: number) =>
    contacts.map(({ id, line, radius = 8 }) => {
      const [x, y] = line[Math.min(index, line.length - 1)] ?? [0, 0]
      return { id, x, y, radiusX: radius, radiusY: radius, force: 0.5 }
    })
  const length = Math.max(...contacts.map(({ line }) => line.length))
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: pointsAt(0) })
  for (let index = 1; index < length; index++)
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: pointsAt(index),
    })
  await session.send('Input.dispatchTouchEvent', { type: end, touchPoints: [] })
}
