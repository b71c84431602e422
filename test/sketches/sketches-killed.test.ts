import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { listSketches, openSketch } from '../../src-main/core/sketches/list-sketches'
import { bundleModule } from '../bundle-module'

const CHILD = 'src-main/core/sketches/fixtures/keep-written.ts'

let folder = ''
let child = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-sketches-killed-'))
  child = await bundleModule(CHILD, folder, { GLYPHLAB_FAULT_POINTS: 'true' })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

interface Ended {
  readonly signal: NodeJS.Signals | null
  /** How many were said to be kept. */
  readonly kept: number
}

/** Keeps three sketches in a process of its own, from one on. */
function keepThree(home: string, first: number, variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const words = [child, home, String(first), '3']
  return new Promise((resolve) => {
    const environment = { env: { ...process.env, ...variables } }
    const running = execFile(process.execPath, words, environment, (_, stdout) =>
      resolve({ signal: running.signalCode, kept: stdout.split('\n').length - 1 }),
    )
  })
}

async function labelsOf(home: string): Promise<string> {
  const { dataset } = await openDataset('my-sketches', { home })
  return [...dataset.labels].join(' ')
}

/** Before and after a sketch counts, and wherever its data set may be half there. */
const INSTANTS = [
  'truncate sketches.jsonl',
  'write sketches.jsonl',
  'fsync sketches.jsonl',
  'write emnist-my-sketches-train-images-idx3-ubyte.tmp',
  'create dataset.json.tmp',
  'rename my-sketches.next',
  'rename my-sketches.tmp',
  'rename my-sketches',
] as const

test('a kill -9 leaves every sketch that was said to be kept, and their data set', async () => {
  const [base, trace] = [join(folder, 'base'), join(folder, 'trace.txt')]
  await keepThree(base, 0)
  const undisturbed = join(folder, 'undisturbed')
  await cp(base, undisturbed, { recursive: true })
  await keepThree(undisturbed, 3, { GLYPHLAB_FAULT_TRACE: trace })
  expect(await labelsOf(undisturbed)).toBe('0 1 2 3 4 5')
  const operations = (await readFile(trace, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\.[\w-]+\.\d+\.tmp$/, '.tmp'))
  // Of the second of the three.
  const begin = operations.indexOf('write sketches.jsonl') + 1
  const instants = INSTANTS.map((operation) => operations.indexOf(operation, begin) + 1)
  expect(instants).not.toContain(0)
  for (const instant of instants) {
    const home = join(folder, `killed-${instant}`)
    await cp(base, home, { recursive: true })
    const { signal, kept } = await keepThree(home, 3, { GLYPHLAB_KILL_AT: String(instant) })
    expect(signal).toBe('SIGKILL')
    const { total, inDataset, sketches } = await listSketches(home, { offset: 0, limit: 9 })
    expect([3 + kept, 4 + kept]).toContain(total)
    expect(inDataset).toBe(total)
    for (const { id } of sketches) expect(await openSketch(home, id)).not.toEqual([])
    expect(await labelsOf(home)).toBe(Array.from({ length: total }, (_, at) => at).join(' '))
    // The next one goes on as if nothing had been.
    expect(await keepThree(home, total)).toEqual({ signal: null, kept: 3 })
    expect((await listSketches(home, { offset: 0, limit: 9 })).total).toBe(total + 3)
    expect(await readdir(join(home, 'datasets'))).toEqual(['my-sketches'])
    expect(await readdir(join(home, 'sketches'))).toEqual(['sketches.jsonl'])
  }
}, 60_000)
