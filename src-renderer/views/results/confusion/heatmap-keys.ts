import type { Cell } from '../../../charts/heatmap/confusion-matrix'

/** The part of a `KeyboardEvent` that counts. */
export interface HeatmapKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}
const PAGE = 10

/** The cell that a key leads to, at an edge the same; null for a key that leads nowhere. */
export function cellOfKey(
  { key, ctrlKey, altKey, metaKey }: HeatmapKey,
  { actual, predicted }: Cell,
  classes: number,
): Cell | null {
  if (altKey || metaKey) return null
  const last = classes - 1
  const inside = (index: number): number => Math.min(last, Math.max(0, index))
  const to = (row: number, column: number): Cell => ({
    actual: inside(row),
    predicted: inside(column),
  })
  const step = STEPS[key]
  if (step !== undefined) return ctrlKey ? null : to(actual + step[0], predicted + step[1])
  switch (key) {
    case 'PageUp':
      return to(actual - PAGE, predicted)
    case 'PageDown':
      return to(actual + PAGE, predicted)
    case 'Home':
      return to(ctrlKey ? 0 : actual, 0)
    case 'End':
      return to(ctrlKey ? last : actual, last)
    default:
      return null
  }
}
