import { OURS } from './known-peers'
import type { Plan } from './plan'
import type { Benchmark, Precision } from './protocol'
import type { MeasuredPeer } from './run-rounds'
import { median, quantile, ratioSpread, type Spread } from './statistics'

/** One row: what one peer took for one measurement. */
export interface ReportRow {
  readonly measurement: string
  readonly precision: Precision
  readonly peer: string
  readonly version: string
  readonly way: string | null
  readonly medianMs: number
  readonly tenthMs: number
  readonly ninetiethMs: number
  /** Our time over this peer's, one ratio a round; null for ourselves, or without us. */
  readonly ratio: Spread | null
  readonly peakMemoryBytes: number | null
}

export interface SkippedPeer {
  readonly peer: string
  readonly precision: Precision
  readonly reason: string
}

export interface Report {
  readonly benchmark: Benchmark
  readonly machine: string
  readonly threads: number
  readonly rounds: number
  readonly rows: readonly ReportRow[]
  /** Time of a whole epoch over that of its bare steps and evaluation, one ratio a round, by precision. */
  readonly epochOverhead: Readonly<Partial<Record<Precision, Spread>>>
  readonly skipped: readonly SkippedPeer[]
}

/** The rows of one precision, in the order of the plan's measurements. */
export function reportRows(
  plan: Plan,
  precision: Precision,
  peers: readonly MeasuredPeer[],
): readonly ReportRow[] {
  return plan.measurements.flatMap(({ title }, index) => {
    const ours = peers.find(({ name }) => name === OURS)
    const timesOf = (peer: MeasuredPeer) => peer.turns.map((turn) => turn[index]?.ms ?? [])
    return peers.map((peer) => {
      const all = timesOf(peer).flat()
      const compared = ours !== undefined && peer !== ours
      return {
        measurement: title,
        precision,
        peer: peer.ready.name,
        version: peer.ready.version,
        way: peer.ready.way ?? null,
        medianMs: median(all),
        tenthMs: quantile(all, 0.1),
        ninetiethMs: quantile(all, 0.9),
        ratio: compared ? ratioSpread(timesOf(ours), timesOf(peer)) : null,
        peakMemoryBytes: peer.peakMemoryBytes,
      }
    })
  })
}

/** The report as Markdown, to be pasted into a README. */
export function asMarkdown(report: Report): string {
  const lines = [
    `${report.machine}, ${report.threads} threads, ${report.rounds} rounds in turns.`,
    '',
  ]
  const titles = [...new Set(report.rows.map(({ measurement }) => measurement))]
  for (const title of titles) {
    lines.push(
      `| ${title} | precision | ms (median) | 10 % to 90 % | Glyphlab takes | peak memory |`,
      '|---|---|---|---|---|---|',
      ...report.rows.filter(({ measurement }) => measurement === title).map(rowAsMarkdown),
      '',
    )
  }
  for (const [precision, ratio] of Object.entries(report.epochOverhead)) {
    lines.push(
      `An epoch takes ${ratioText(ratio)} of its bare steps and evaluation (${precision}).`,
    )
  }
  for (const { peer, precision, reason } of report.skipped) {
    lines.push(`Skipped: ${peer} ${precision}: ${reason}`)
  }
  return lines.join('\n')
}

function rowAsMarkdown(row: ReportRow): string {
  const way = row.way === null ? '' : `, ${row.way}`
  const ratio = row.ratio === null ? '–' : ratioText(row.ratio)
  const memory = row.peakMemoryBytes === null ? '–' : `${(row.peakMemoryBytes / 1e9).toFixed(2)} GB`
  const spread = `${inMs(row.tenthMs)} to ${inMs(row.ninetiethMs)}`
  const cells = [
    `${row.peer} ${row.version}${way}`,
    row.precision,
    inMs(row.medianMs),
    spread,
    ratio,
  ]
  return `| ${cells.join(' | ')} | ${memory} |`
}

/** The median, and the range over all rounds. */
function ratioText({ median, least, most }: Spread): string {
  return `**${median.toFixed(2)}** (${least.toFixed(2)} to ${most.toFixed(2)})`
}

/** Three digits that matter. */
function inMs(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3)
}
