import { Argument, Command } from 'commander'
import { z } from 'zod'
import { optionValue } from '../src-main/command-line/option-value'
import { commandTimes } from './command-times'
import { dataTimes } from './data-times'
import { epochOverhead } from './epoch-overhead'
import { KNOWN_PEERS, OURS, lacking } from './known-peers'
import { describeMachine } from './machine'
import { ProcessPeer } from './peer'
import { PLANS, TEST_IMAGES, type Plan } from './plan'
import { benchmarkSchema, precisionSchema, type Benchmark, type Precision } from './protocol'
import { asMarkdown, reportRows, type Report, type SkippedPeer } from './report'
import { sketchRoundTrip } from './sketch/round-trip'
import { spread } from './statistics'
import { sketchLegibility } from './sketch/legibility'
import { sketchTimes } from './ui/sketch-times'
import { uiTimes } from './ui/ui-times'
import { runRounds, type MeasuredPeer, type WarmPeer } from './run-rounds'

interface Options {
  readonly precision: readonly Precision[]
  readonly peers: readonly string[]
  readonly rounds?: number
  readonly threads: number
  readonly json?: boolean
}

/** What is measured without peers: how often where nothing is said, and what prints it. */
const ALONE: Readonly<
  Record<
    string,
    {
      readonly rounds: number
      readonly run: (rounds: number, progress: (line: string) => void) => Promise<string>
    }
  >
> = {
  commands: { rounds: 9, run: commandTimes },
  data: { rounds: 5, run: dataTimes },
  ui: { rounds: 3, run: uiTimes },
  sketch: { rounds: 5, run: sketchTimes },
  'sketch-round-trip': { rounds: 3, run: sketchRoundTrip },
  'sketch-legibility': { rounds: 1, run: sketchLegibility },
}

const progress = (line: string) => void process.stderr.write(`${line}\n`)

async function bench(benchmark: Benchmark, options: Options): Promise<void> {
  const plan = { ...PLANS[benchmark], rounds: options.rounds ?? PLANS[benchmark].rounds }
  const measured: { readonly precision: Precision; readonly peers: readonly MeasuredPeer[] }[] = []
  const skipped: SkippedPeer[] = []
  for (const precision of options.precision) {
    progress(`${benchmark}, ${precision}`)
    const outcome = await measure(benchmark, precision, plan, options)
    measured.push({ precision, peers: outcome.peers })
    skipped.push(...outcome.skipped)
  }
  const report: Report = {
    benchmark,
    machine: await describeMachine(),
    threads: options.threads,
    rounds: plan.rounds,
    rows: measured.flatMap(({ precision, peers }) => reportRows(plan, precision, peers)),
    epochOverhead: benchmark === 'epoch' ? overheads(measured) : {},
    skipped,
  }
  process.stdout.write(`${options.json === true ? JSON.stringify(report) : asMarkdown(report)}\n`)
}

/** All peers of one precision: warmed up one after the other, then measured in turns. */
async function measure(
  benchmark: Benchmark,
  precision: Precision,
  plan: Plan,
  { peers: wanted, threads }: Options,
): Promise<{ readonly peers: readonly MeasuredPeer[]; readonly skipped: readonly SkippedPeer[] }> {
  const warm: WarmPeer[] = []
  const skipped: SkippedPeer[] = []
  const started: ProcessPeer[] = []
  try {
    for (const known of KNOWN_PEERS) {
      if (!known.benchmarks.includes(benchmark) || !known.precisions.includes(precision)) continue
      if (!wanted.includes(known.name)) continue
      const skip = (reason: string) => skipped.push({ peer: known.name, precision, reason })
      const reason = lacking(known)
      if (reason !== null) {
        skip(reason)
        continue
      }
      progress(`warming up ${known.name}`)
      const peer = new ProcessPeer(known, { benchmark, precision, threads })
      started.push(peer)
      try {
        warm.push({ peer, ready: await peer.ready() })
      } catch (error) {
        skip(error instanceof Error ? error.message : String(error))
      }
    }
    return { peers: await runRounds(warm, plan, progress), skipped }
  } finally {
    await Promise.all(started.map((peer) => peer.close()))
  }
}

function overheads(
  measured: readonly { readonly precision: Precision; readonly peers: readonly MeasuredPeer[] }[],
): Report['epochOverhead'] {
  return Object.fromEntries(
    measured.flatMap(({ precision, peers }) => {
      const turns = peers.find(({ name }) => name === OURS)?.turns ?? []
      const ratios = turns.map((turn) => epochOverhead(turn, TEST_IMAGES))
      return ratios.length === 0 ? [] : [[precision, spread(ratios)]]
    }),
  )
}

async function main(): Promise<void> {
  const count = z.int().min(1).max(1000)
  const names = z.enum(KNOWN_PEERS.map(({ name }) => name))
  const parsePrecision = optionValue(precisionSchema)
  const parseName = optionValue(names)
  await new Command('bench')
    .description('measure Glyphlab against others, in turns, on this machine')
    .addArgument(
      new Argument('<benchmark>', 'what to measure').choices([
        ...benchmarkSchema.options,
        ...Object.keys(ALONE),
      ]),
    )
    .option('--precision <name>', 'only this one', (word) => [parsePrecision(word)], [
      ...precisionSchema.options,
    ])
    .option(
      '--peers <names>',
      'only these, with commas',
      (words) => words.split(',').map(parseName),
      [...names.options],
    )
    .option('--rounds <count>', 'how many turns each takes', optionValue(count))
    .option('--threads <count>', 'threads of each', optionValue(count), 2)
    .option('--json', 'print the report as JSON')
    .action(async (benchmark: string, options: Options) => {
      const alone = ALONE[benchmark]
      if (alone === undefined) await bench(benchmarkSchema.parse(benchmark), options)
      else process.stdout.write(`${await alone.run(options.rounds ?? alone.rounds, progress)}\n`)
    })
    .parseAsync()
}

main().catch((error: unknown) => {
  progress(`bench: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})
