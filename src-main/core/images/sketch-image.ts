import { SHEET_SIDE, type Strokes } from '../../../src-preload/contract/sketch'
import { emnistImage } from './emnist-recipe'
import { inkSheet, SHEET_SIDE as RECIPE_SIDE, type Ink } from './find-ink'
import { SketchInk } from './sketch-ink'

/** What a drawing comes to. */
export interface SketchImage {
  /** What networks are shown: `[28, 28]`, upright, 0 paper to 255 ink. */
  readonly seen: Uint8Array<ArrayBuffer>
}

/** A sheet of two tones: 0 is paper, 1 is ink. */
const INK_MASK: Ink = {
  lightOnDark: true,
  threshold: 0,
  means: [0, 1],
  separation: 1,
  edgeShare: 0,
}

/**
 * The image of a drawing: its lines filled, what lies on the sheet placed as pictures are and drawn by EMNIST's recipe.
 *
 * @param ink keeps what was inked of the drawing before, for one that is read again and again
 * @returns null where nothing is drawn on the sheet
 */
export function sketchImage(strokes: Strokes, ink = new SketchInk()): SketchImage | null {
  return imageOfInk(ink.of(strokes), SHEET_SIDE, SHEET_SIDE)
}

/**
 * As {@link sketchImage}, of ink on a sheet of any size.
 * @param ink `[height, width]`, 0 paper, 1 ink
 */
export function imageOfInk(ink: Uint8Array, width: number, height: number): SketchImage | null {
  if (!ink.includes(1)) return null
  const placed = inkSheet({ values: ink, width, height }, INK_MASK)
  const seen = emnistImage(placed, RECIPE_SIDE, RECIPE_SIDE)
  return seen && { seen }
}
