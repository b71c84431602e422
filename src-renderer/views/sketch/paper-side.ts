/** One image of the data set at its own size: the paper is whole multiples of it. */
const MODULE = 28
const MOST = 24 * MODULE
const LEAST = 10 * MODULE

/** The side of the paper for the room that it has, in CSS pixels. @param height null where the page scrolls */
export function paperSide(width: number, height: number | null): number {
  const room = Math.min(width, height ?? MOST, MOST)
  return Math.max(LEAST, Math.floor(room / MODULE) * MODULE)
}
