import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureRuntime } from './ensure-runtime'
import { loadTensorFlow } from './load'
import type { Runtime } from './runtime'
import { usesGpu } from './uses-gpu'

const CHILD = fileURLToPath(new URL('fixtures/multiply-child.ts', import.meta.url))
const RUN_TYPESCRIPT =
  "await (await import('vite')).runnerImport(process.argv[1], { oxc: { target: 'node20' } })"

let home: string
let runtime: Runtime
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-load-'))
  runtime = await ensureRuntime()
}, 600_000)
afterAll(() => rm(home, { recursive: true }))

function runChildWith(variables: NodeJS.ProcessEnv) {
  const env = { ...process.env }
  delete env['TF_CPP_MIN_LOG_LEVEL']
  return spawnSync(process.execPath, ['--input-type=module', '-e', RUN_TYPESCRIPT, CHILD], {
    env: { ...env, ...variables },
    encoding: 'utf8',
  })
}

test('loads once, and multiplies', () => {
  const tensorFlow = loadTensorFlow(runtime)
  expect(loadTensorFlow(runtime)).toBe(tensorFlow)
  expect(tensorFlow.getBackend()).toBe('tensorflow')
  // Else it would take nearly all memory of a card, and some of each other one.
  expect(process.env).toMatchObject({
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: '0',
  })
  expect(usesGpu(tensorFlow)).toBe(false)
  const square = tensorFlow.tidy(() => {
    const matrix = tensorFlow.tensor2d([
      [1, 2],
      [3, 4],
    ])
    return matrix.matMul(matrix).arraySync()
  })
  expect(square).toEqual([
    [7, 10],
    [15, 22],
  ])
})

test('refuses a second runtime in the same process', () => {
  loadTensorFlow(runtime)
  expect(() => loadTensorFlow({ ...runtime, binding: '/elsewhere.node' })).toThrow('only one')
})

test('compiles a binding for a folder of libraries, loads it and writes nothing else', async () => {
  const variables = { GLYPHLAB_HOME: home, GLYPHLAB_LIBTENSORFLOW: runtime.folder }
  const child = runChildWith(variables)
  expect(child).toMatchObject({ status: 0, stderr: '', stdout: '[[19,22],[43,50]]' })
  const built = await readdir(join(home, 'cache', 'runtime'))
  expect(built).toEqual([expect.stringMatching(/^binding-[0-9a-f]{12}$/)])
}, 120_000)

test('shows what TensorFlow says when asked to', () => {
  const variables = { GLYPHLAB_LIBTENSORFLOW: '', TF_CPP_MIN_LOG_LEVEL: '0' }
  expect(runChildWith(variables)).toMatchObject({
    status: 0,
    stdout: '[[19,22],[43,50]]',
    stderr: expect.stringContaining('oneDNN'),
  })
})
