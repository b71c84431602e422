import { describeMachine } from '../machine'

/** What was measured, the most (or least) that it may be, and what it is. */
export type Row = readonly [what: string, bar: string, measured: string]

/** A table in Markdown, under a line that names the machine. */
export async function barTable(rounds: number, rows: readonly Row[]): Promise<string> {
  return [
    `${await describeMachine()}, ${rounds} rounds; medians where nothing else is said.`,
    '',
    '| what | bar | measured |',
    '|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')
}
