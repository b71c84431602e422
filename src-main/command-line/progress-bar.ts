import { columnsOf, fitToColumns } from './text-width'

const LONGEST_BAR = 24
/** The percentage and the gaps around it: ` 42 %  `. */
const PERCENTAGE_COLUMNS = 8
/** Below this a bar shows less than its percentage does. */
const SHORTEST_BAR = 4

/** How a terminal can show a bar: in eighths of a column, or with what every terminal has. */
export type BarStyle = 'blocks' | 'ascii'

/** The block elements need UTF-8 and a font with all of them, which the Linux console has not. */
export function barStyle(environment: NodeJS.ProcessEnv, platform = process.platform): BarStyle {
  if (environment['TERM'] === 'linux') return 'ascii'
  if (platform === 'win32')
    return environment['WT_SESSION'] === undefined && environment['TERM_PROGRAM'] === undefined
      ? 'ascii'
      : 'blocks'
  const names = ['LC_ALL', 'LC_CTYPE', 'LANG']
  const locale = names.map((name) => environment[name] ?? '').find((value) => value !== '')
  return /utf-?8/i.test(locale ?? '') ? 'blocks' : 'ascii'
}

const ROOM_FOR_ELLIPSIS = 20

/**
 * One line of progress for a terminal: bar, percentage and what is being done. On a narrow one the bar
 * shrinks first, then goes, then the text is cut.
 *
 * @param fraction from 0 to 1, or undefined where nobody knows
 */
export function progressBar(
  line: string,
  fraction: number | undefined,
  columns: number,
  style: BarStyle,
): string {
  if (fraction === undefined) return shortened(line, columns, style)
  const third = Math.floor((columns - PERCENTAGE_COLUMNS) / 3)
  const barColumns = Math.min(LONGEST_BAR, third)
  const bar = barColumns < SHORTEST_BAR ? '' : `${drawBar(fraction, barColumns, style)} `
  return shortened(`${bar}${percentDone(fraction)}  ${line}`, columns, style)
}

/** A cut is shown where there is room to, so that nobody takes half a number for a whole one. */
function shortened(line: string, columns: number, style: BarStyle): string {
  const cut = fitToColumns(line, columns)
  const isCut = columnsOf(line) > columns
  return isCut && style === 'blocks' && columns >= ROOM_FOR_ELLIPSIS
    ? `${fitToColumns(line, columns - 1)}…`
    : cut
}

/** ` 42 %`; 100 only when all is done. */
export function percentDone(fraction: number): string {
  return `${String(Math.floor(100 * clamped(fraction))).padStart(3)} %`
}

function drawBar(fraction: number, columns: number, style: BarStyle): string {
  const filled = clamped(fraction) * columns
  const whole = Math.floor(filled)
  switch (style) {
    case 'ascii':
      return `[${'#'.repeat(whole)}${'-'.repeat(columns - whole)}]`
    case 'blocks': {
      const eighths =
        ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][Math.floor((filled - whole) * 8)] ?? ''
      return `${'█'.repeat(whole)}${eighths}`.padEnd(columns, '░')
    }
  }
}

function clamped(fraction: number): number {
  return Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction))
}
