import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GetTask } from '../../src-main/core/datasets/get/fixtures/get-made'
import {
  madePublication,
  type MadePublication,
} from '../../src-main/core/datasets/get/made-emnist.test-helper'
import {
  startFaultyServer,
  type Behaviour,
  type FaultyServer,
} from '../../src-main/core/download/faulty-server.test-helper'
import { GetBench, type RunningGet, stateOf, wholeHome } from './get-bench'

/** One to ask, one for the directory; then a header and a file each. */
const REQUESTS_IN_ALL = 2 + 4 * 2

let folder = ''
let made: MadePublication
let server: FaultyServer
let bench: GetBench
let operations: readonly string[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-killed-'))
  made = await madePublication()
  server = await startFaultyServer({ '/gzip.zip': made.archive })
  bench = await GetBench.open()
  operations = await bench.operationsOf(task('undisturbed'))
}, 60_000)
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

function task(name: string): GetTask {
  return {
    home: join(folder, name),
    mirrors: [server.url('/gzip.zip')],
    published: made.published,
  }
}

/** The place of the n-th operation of a name, counted from 1 as `GLYPHLAB_KILL_AT` does. */
function instantOf(operation: string, nth: number): string {
  const all = operations.flatMap((name, index) => (name.startsWith(operation) ? [index + 1] : []))
  const instant = all.at(nth)
  if (instant === undefined) throw new Error(`nothing is called ${operation}`)
  return String(instant)
}

const IMAGES = 'emnist-made-train-images-idx3-ubyte.gz'

test.each([
  ['before anything', 'rename emnist-made.lock', 0],
  ['before the first byte', `write ${IMAGES}.packed.part`, 0],
  ['between download and its end', `rename ${IMAGES}.packed`, -1],
  ['in mid-unpack', `write ${IMAGES}.`, -1],
  ['between unpacking and its end', `rename ${IMAGES}`, -1],
  ['in mid-storing', 'write dataset.json', 0],
  ['before the last rename', 'rename emnist-made', -1],
  ['after it', 'fsync-folder datasets', 0],
])('a kill -9 %s costs nothing but time', async (name, operation, nth) => {
  const instant = instantOf(operation, nth)
  const killed = await bench.get(task(name), { GLYPHLAB_KILL_AT: instant })
  expect(killed).toMatchObject({ signal: 'SIGKILL' })
  const { home } = task(name)
  const left = await stateOf(home, made)
  const hasDataset = left.names.includes('datasets/emnist-made')
  expect(hasDataset).toBe(name === 'after it')
  expect(left.isWhole).toBe(hasDataset)

  expect(await bench.get(task(name))).toMatchObject({ said: { wasThere: hasDataset }, stderr: '' })
  const after = await stateOf(home, made)
  expect(after.isWhole).toBe(true)
  // Where the kill came after the very last step, its lock is left for the next process to break.
  expect(after.names.filter((found) => !hasDataset || !found.endsWith('.lock'))).toEqual(
    wholeHome(made),
  )
})

describe('in mid-download', () => {
  /** Comes to a halt once the process has so much of the images: the eighth request asks for them. */
  const HALT_AFTER = 6_000
  function serveWithHalt(): void {
    const faults = [...new Array<Behaviour>(7).fill({}), { stallAfter: HALT_AFTER }]
    server.serve('/gzip.zip', { bytes: made.archive, faults })
  }

  async function startAndHalt(name: string): Promise<RunningGet> {
    serveWithHalt()
    const running = bench.start(task(name))
    const part = join(task(name).home, 'downloads', 'emnist-made', `${IMAGES}.packed.part`)
    const sizeOf = () =>
      stat(part).then(
        ({ size }) => size,
        () => 0,
      )
    while ((await sizeOf()) < HALT_AFTER) await sleep(10)
    return running
  }

  test('a killed process leaves what it has, and that is not fetched again', async () => {
    const killed = await startAndHalt('resumed')
    killed.kill()
    expect(await killed.ended).toMatchObject({ signal: 'SIGKILL', said: { phase: 'downloading' } })
    const before = server.requests.length
    expect(await bench.get(task('resumed'))).toMatchObject({ said: { wasThere: false } })
    const headers = server.requests.slice(before).map((request) => request.headers)
    expect(headers).toHaveLength(REQUESTS_IN_ALL - 4)
    expect(headers[3]?.['if-range']).toBeDefined()
    const [, from] = /^bytes=(\d+)-/.exec(headers[3]?.range ?? '') ?? []
    expect(Number(from)).toBeGreaterThan(made.archive.indexOf(IMAGES) + HALT_AFTER)
    const { names, isWhole } = await stateOf(task('resumed').home, made)
    expect({ names, isWhole }).toEqual({ names: wholeHome(made), isWhole: true })
  })

  test('another process waits, and goes on where that one is killed', async () => {
    const killed = await startAndHalt('taken-over')
    const other = bench.start(task('taken-over'))
    await other.reached('waiting')
    killed.kill()
    expect(await other.ended).toMatchObject({ signal: null, said: { wasThere: false }, stderr: '' })
    const { names, isWhole } = await stateOf(task('taken-over').home, made)
    expect({ names, isWhole }).toEqual({ names: wholeHome(made), isWhole: true })
  })
})

test('of two processes at once one fetches, and both have it', async () => {
  server.serve('/gzip.zip', made.archive)
  const before = server.requests.length
  const both = await Promise.all([bench.get(task('both')), bench.get(task('both'))])
  expect(both.map(({ said }) => said)).toEqual(
    expect.arrayContaining([{ wasThere: true }, { wasThere: false }]),
  )
  expect(server.requests.length - before).toBe(REQUESTS_IN_ALL)
  expect((await stateOf(task('both').home, made)).names).toEqual(wholeHome(made))
})
