import type { ComparedCurve } from './compared-curves'

/** Epochs that any of the curves has, in order. */
export function epochsOf(curves: readonly ComparedCurve[]): readonly number[] {
  const epochs = new Set(curves.flatMap(({ points }) => points.map(({ epoch }) => epoch)))
  return [...epochs].toSorted((one, other) => one - other)
}

/** Curves as CSV, a line an epoch; every number so that reading it gives the same bits. */
export function curvesToCsv(curves: readonly ComparedCurve[]): string {
  const heads = curves.flatMap(({ name, points }) =>
    hasSpread(points) ? [name, `${name}, standard deviation`] : [name],
  )
  const rows = epochsOf(curves).map((epoch) => [
    String(epoch),
    ...curves.flatMap(({ points }) => {
      const point = points.find((one) => one.epoch === epoch)
      const value = point === undefined ? '' : String(point.value)
      return hasSpread(points) ? [value, String(point?.deviation ?? '')] : [value]
    }),
  ])
  const lines = [['epoch', ...heads.map(quoted)], ...rows]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}

function hasSpread(points: ComparedCurve['points']): boolean {
  return points.some(({ deviation }) => deviation !== null)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
