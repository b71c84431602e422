/** What a key asks of the cells of a grid. */
export interface GridShape {
  readonly count: number
  readonly columns: number
  /** Rows that are in sight. */
  readonly pageRows: number
}

/** The cell that a key leads to; null for a key that leads nowhere, or at an edge stays. */
export function nextCell(
  key: string,
  from: number,
  { count, columns, pageRows }: GridShape,
  isControl = false,
): number | null {
  if (count === 0) return null
  const rowStart = from - (from % columns)
  const target = ((): number | null => {
    switch (key) {
      case 'ArrowRight':
        return from + 1
      case 'ArrowLeft':
        return from - 1
      case 'ArrowDown':
        // From the row above a last one that is not full, to its end.
        return from + columns < count || rowStart + columns >= count ? from + columns : count - 1
      case 'ArrowUp':
        return from - columns
      case 'PageDown':
        return Math.min(from + columns * pageRows, count - 1)
      case 'PageUp':
        return Math.max(from - columns * pageRows, from % columns)
      case 'Home':
        return isControl ? 0 : rowStart
      case 'End':
        return isControl ? count - 1 : Math.min(rowStart + columns, count) - 1
      default:
        return null
    }
  })()
  return target === null || target < 0 || target >= count ? null : target
}

/** Cells row by row. */
export function rowsOf<Cell>(
  cells: readonly Cell[],
  columns: number,
): readonly (readonly Cell[])[] {
  return Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  )
}
