import { SHEET_SIDE } from '../../../src-preload/contract/sketch'
import type { PenKind } from './sheet'

/** Where the paper lies on the screen: the part of a `DOMRect` that counts. */
export interface PaperPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The part of a `PointerEvent` that tells a point. */
export interface PointerPoint {
  readonly clientX: number
  readonly clientY: number
  readonly pressure: number
}

/** Of a pointer that does not tell how hard it is pressed. */
const MEDIUM_PRESSURE = 0.5

/** x, y and pressure in turn, in units of the sheet whatever its size on the screen. */
export function pointsOn(
  { left, top, width, height }: PaperPlace,
  points: readonly PointerPoint[],
  kind: PenKind,
): readonly number[] {
  if (width <= 0 || height <= 0) return []
  return points.flatMap(({ clientX, clientY, pressure }) => [
    ((clientX - left) / width) * SHEET_SIDE,
    ((clientY - top) / height) * SHEET_SIDE,
    kind === 'pen' ? pressure : MEDIUM_PRESSURE,
  ])
}

/** What draws: what is neither a pen nor a finger is as exact as a mouse. */
export function penKindOf(pointerType: string): PenKind {
  return pointerType === 'pen' || pointerType === 'touch' ? pointerType : 'mouse'
}

/** The first button of a mouse, a finger, the tip of a pen: `PointerEvent.buttons` has this bit. */
export const DRAWING_BUTTON = 1
