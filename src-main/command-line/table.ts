import { columnsOf } from './text-width'

/** Rows as text, their columns aligned: numbers to the right, all else to the left. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const columns = Array.from({ length: count }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? '')
    return {
      width: Math.max(...cells.map(columnsOf)),
      isNumeric:
        cells.slice(1).some(isNumber) &&
        cells.slice(1).every((cell) => cell === '' || isNumber(cell)),
    }
  })
  return rows
    .map((row) =>
      columns
        .map(({ width, isNumeric }, column) => {
          const cell = row[column] ?? ''
          const space = ' '.repeat(width - columnsOf(cell))
          return isNumeric ? space + cell : cell + space
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function isNumber(cell: string): boolean {
  return /^-?[\d.,/]+( %)?$/.test(cell)
}
