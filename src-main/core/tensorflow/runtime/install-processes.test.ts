import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { bundleModule } from '../../../../test/bundle-module'
import type { ChildTask } from './fixtures/install-child'
import { madeWheel, pinOf, wheelFolder } from './fixtures/made-wheel'

const OUT = fileURLToPath(new URL('../../../../out', import.meta.url))
const CHILD = 'src-main/core/tensorflow/runtime/fixtures/install-child.ts'

let built: string
let child: string
beforeAll(async () => {
  // Within the checkout, since it finds its packages from there.
  await mkdir(OUT, { recursive: true })
  built = await mkdtemp(join(OUT, 'install-child-'))
  child = await bundleModule(CHILD, built)
}, 60_000)
afterAll(() => rm(built, { recursive: true }))
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-processes-'))
})
afterEach(() => rm(folder, { recursive: true }))

interface ChildEnd {
  readonly killedBy: NodeJS.Signals | null
  readonly lines: readonly Record<string, unknown>[]
  readonly errors: string
}

async function runInstallation(
  changes: Partial<ChildTask> = {},
  onOutput: (output: string) => void = () => undefined,
): Promise<ChildEnd> {
  const { bytes } = madeWheel()
  const pipParameters = await wheelFolder(join(folder, 'wheels'), bytes)
  const task: ChildTask = {
    pin: pinOf(bytes),
    pipParameters,
    dieAt: null,
    waitFor: null,
    ...changes,
  }
  const running = spawn(process.execPath, [child], {
    env: {
      ...process.env,
      GLYPHLAB_HOME: join(folder, 'home'),
      GLYPHLAB_LIBTENSORFLOW: '',
      GLYPHLAB_INSTALL_CHILD: JSON.stringify(task),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  running.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    onOutput(output)
  })
  running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const killedBy = await new Promise<NodeJS.Signals | null>((resolve) => {
    running.on('close', (_status, signal) => resolve(signal))
  })
  const lines = output.split('\n').filter((line) => line !== '')
  return { killedBy, errors, lines: lines.map((line) => JSON.parse(line) as ChildEnd['lines'][0]) }
}

test.each(['downloading', 'unpacking', 'compiling', 'half-compiled'])(
  'a kill while %s leaves nothing that looks installed and nothing in the way',
  async (dieAt) => {
    const killed = await runInstallation({ dieAt })
    expect(killed).toMatchObject({ killedBy: 'SIGKILL', errors: '' })
    const root = join(folder, 'home', 'cache', 'runtime')
    const left = await readdir(root)
    expect(left.filter((name) => name.startsWith('tensorflow-'))).toEqual([])
    expect(left).toContainEqual(expect.stringMatching(/^unfinished-/))

    const next = await runInstallation()
    expect(next.errors).toBe('')
    expect(next.lines.at(-1)).toMatchObject({ source: 'wheel', version: '2.21.0' })
    expect(await readdir(root)).toEqual([expect.stringMatching(/^tensorflow-2\.21\.0-cpu-/)])
  },
  60_000,
)

test('of two at once one installs and the other waits, and both have it', async () => {
  const waitFor = join(folder, 'the-other-waits')
  const goOn = (output: string) => {
    if (output.includes('"waiting"')) writeFileSync(waitFor, '')
  }
  const ends = await Promise.all([
    runInstallation({ waitFor }, goOn),
    runInstallation({ waitFor }, goOn),
  ])
  expect(ends.map(({ errors }) => errors)).toEqual(['', ''])
  const runtimes = ends.map(({ lines }) => lines.at(-1))
  expect(runtimes.map((runtime) => runtime?.['source']).sort()).toEqual(['cache', 'wheel'])
  expect(runtimes[0]?.['binding']).toBe(runtimes[1]?.['binding'])
  const waiter = ends.find(({ lines }) => lines.at(-1)?.['source'] === 'cache')
  expect(waiter?.lines.map(({ phase }) => phase)).toEqual(['waiting', undefined])
}, 60_000)
