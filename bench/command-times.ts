import { execFile } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { encode } from 'fast-png'
import { IMAGE_SIDE } from '../src-main/core/datasets/dataset'
import { makeStrokes } from '../src-main/core/datasets/strokes/make-strokes'
import { describeMachine } from './machine'
import { spread, type Spread } from './statistics'

const LAUNCHER = fileURLToPath(new URL('../../bin/glyphlab.mjs', import.meta.url))
const LISTED_RUNS = 500
const DRAWN_IMAGES_EACH = 40

interface CommandTime {
  readonly what: string
  readonly ms: Spread
}

/**
 * Times commands from the start of their process to its end, as a user waits for them, and the drawing of
 * strokes. All take turns.
 */
export async function commandTimes(
  rounds: number,
  progress: (line: string) => void,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-bench-'))
  try {
    progress('training a run to list and to predict by')
    const run = await trainedRun(folder)
    const runs = await manyRuns(folder, run)
    const image = join(folder, 'picture.png')
    const pixels = Uint8Array.from({ length: 200 * 200 }, (_, at) =>
      Math.abs((at % 200) - 100) < 8 ? 0 : 255,
    )
    await writeFile(image, encode({ width: 200, height: 200, data: pixels, channels: 1 }))

    const commands: readonly (readonly [string, readonly string[]])[] = [
      ['start and say the version', ['--version']],
      [`list ${LISTED_RUNS} runs`, ['runs', '--runs', runs]],
      ['predict one picture', ['predict', run, image]],
    ]
    const times = new Map<string, number[]>()
    const note = (what: string, ms: number) => times.set(what, [...(times.get(what) ?? []), ms])
    for (let round = 0; round <= rounds; round++) {
      progress(`round ${round} of ${rounds}${round === 0 ? ' (left out: caches are cold)' : ''}`)
      for (const [what, words] of commands) {
        const ms = await timeOf(() => glyphlab(words))
        if (round > 0) note(what, ms)
      }
      const drawn = await timeOf(() => makeStrokes(DRAWN))
      if (round > 0) note('draw 1,000 strokes images', (1000 * drawn) / DRAWN_COUNT)
    }
    const rows = [...times].map(([what, ms]) => ({ what, ms: spread(ms) }))
    return asMarkdown(await describeMachine(), rounds, rows)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const CLASSES = 47
const DRAWN = { seed: 1, trainPerClass: DRAWN_IMAGES_EACH, testPerClass: DRAWN_IMAGES_EACH }
const DRAWN_COUNT = 2 * DRAWN_IMAGES_EACH * CLASSES

async function trainedRun(folder: string): Promise<string> {
  const dataset = join(folder, 'strokes')
  const counts = ['--train-per-class', '20', '--test-per-class', '10']
  await glyphlab(['data', 'make', 'strokes', '--folder', dataset, ...counts])
  const runs = join(folder, 'trained')
  await glyphlab(['train', '--dataset', dataset, '--runs', runs, '--epochs', '2'])
  const [name = ''] = await readdir(runs)
  return join(runs, name)
}

/** Copies of a run, every tenth one as a kill leaves it: its checkpoint has to be asked how far it came. */
async function manyRuns(folder: string, run: string): Promise<string> {
  const runs = join(folder, 'many')
  const record = await readFile(join(run, 'run.json'), 'utf8')
  for (let index = 0; index < LISTED_RUNS; index++) {
    const id = `20260101-${String(index).padStart(6, '0')}-seed-cnn-made`
    const copy = join(runs, id)
    await mkdir(join(copy, 'checkpoints'), { recursive: true })
    await link(
      join(run, 'checkpoints', 'last.safetensors'),
      join(copy, 'checkpoints', 'last.safetensors'),
    )
    const parsed = JSON.parse(record) as Record<string, unknown>
    const open = index % 10 !== 0 ? {} : { status: 'running', result: null, endedAt: null }
    await writeFile(join(copy, 'run.json'), JSON.stringify({ ...parsed, ...open, id }))
    await writeFile(
      join(copy, 'notes.json'),
      JSON.stringify({ schema: 1, text: `copy of ${basename(run)}`, tags: [], starred: false }),
    )
  }
  return runs
}

async function glyphlab(words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [LAUNCHER, ...words], { maxBuffer: 2 ** 26 })
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

function asMarkdown(machine: string, rounds: number, rows: readonly CommandTime[]): string {
  return [
    `${machine}, ${rounds} rounds in turns; ${IMAGE_SIDE} x ${IMAGE_SIDE} images.`,
    '',
    '| command | ms (median) | least to most |',
    '|---|---|---|',
    ...rows.map(
      ({ what, ms }) =>
        `| ${what} | ${ms.median.toFixed(0)} | ${ms.least.toFixed(0)} to ${ms.most.toFixed(0)} |`,
    ),
  ].join('\n')
}
