import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { diagnosisSchema, type Diagnosis } from '../../../src-preload/contract/diagnosis'
import { GlyphlabError } from '../../core/errors'
import type { Runtime } from '../../core/tensorflow/runtime'
import { MadeMachines } from '../../core/gpu/made-machine.test-helper'
import { startChildProcess, type StartProcess } from '../start-process'
import { checkMachine, type CheckOptions } from './check-machine'
import { Doctor } from './doctor'

const RUNTIME: Runtime = {
  ...{ source: 'cache', version: '2.21.0', variant: 'cpu' },
  ...{ folder: '/runtime', binding: '/runtime/lib/binding.node' },
}
/** A card is ten times as fast. */
const TIMES = `process.once('message', ({ device, precision, steps }) => {
  const first = (precision === 'float32' ? 100 : 40) / (device === 'cpu' ? 1 : 10)
  const stepsMs = Array.from({ length: steps }, (_, at) => first + at)
  process.send({ type: 'step-times', stepsMs }, () => process.disconnect())
})`
const CRASHES = `process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)`
const REFUSES = `process.send({ type: 'failed', error: { code: 'runtime-invalid', message: 'no', hint: 'do' } },
  () => process.disconnect())`
const WAITS = `process.on('message', ({ type }) => type === 'stop' && process.exit(0))`

let folder: string
let machines: MadeMachines
/** A driver answers where its stub is looked for, as `ENVIRONMENT` alone does not. */
const ENVIRONMENT: NodeJS.ProcessEnv = { PATH: process.env['PATH'] }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-doctor-'))
  machines = await MadeMachines.open()
  ENVIRONMENT['GLYPHLAB_HOME'] = machines.folder
})
afterAll(async () => {
  await machines[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})
beforeEach(() => vi.stubEnv('GLYPHLAB_LIBTENSORFLOW', ''))
afterEach(() => vi.unstubAllEnvs())

let children = 0
/** In place of the trainer. */
async function trainer(source: string): Promise<StartProcess> {
  const file = join(folder, `trainer-${(children += 1)}.mjs`)
  await writeFile(file, source)
  return (options) => startChildProcess({ ...options, file })
}

async function check(source: string, changes: Partial<CheckOptions> = {}) {
  const told: Diagnosis[] = []
  const diagnosis = await checkMachine({
    ...{ startProcess: await trainer(source), home: join(folder, 'home'), electron: null },
    gpuTraces: { root: join(folder, 'no-card'), environment: ENVIRONMENT },
    findRuntime: () => Promise.resolve(RUNTIME),
    signal: new AbortController().signal,
    onChange: (changed) => told.push(diagnosisSchema.parse(changed)),
    ...changes,
  })
  return { diagnosis, told }
}

const statuses = ({ links }: Diagnosis) => Object.values(links).map(({ status }) => status)

test('a run that trains meanwhile is told', async () => {
  let steps = 0
  const { diagnosis } = await check(TIMES, { isTraining: () => (steps += 1) === 2 })
  expect(diagnosis.besideRun).toBe(true)
  expect((await check(TIMES)).diagnosis.besideRun).toBe(false)
})

test('a sound machine is found so, link by link', async () => {
  const { diagnosis, told } = await check(TIMES, { electron: '45.4.1' })
  expect(diagnosis).toMatchObject({
    versions: { node: process.version, electron: '45.4.1' },
    links: {
      dataHome: { status: 'sound', value: { folder: join(folder, 'home') } },
      runtime: {
        value: { version: '2.21.0', variant: 'cpu', source: 'cache', folder: '/runtime' },
      },
      float32: { value: { precision: 'float32', medianStepMs: 102, batchSize: 256 } },
      bfloat16: { value: { precision: 'bfloat16', medianStepMs: 42, batchSize: 256 } },
      gpu: { value: { kind: 'no-card', isWsl: false } },
    },
  })
  const [c, s, w] = ['checking', 'sound', 'waiting']
  expect(told.map(statuses)).toEqual([
    [c, w, w, w, w, w],
    [s, w, w, w, w, w],
    [s, c, w, w, w, w],
    [s, s, w, w, w, w],
    [s, s, c, w, w, w],
    [s, s, s, w, w, w],
    [s, s, s, c, w, w],
    [s, s, s, s, w, w],
    [s, s, s, s, c, w],
    [s, s, s, s, s, w],
    [s, s, s, s, s, c],
    [s, s, s, s, s, s],
  ])
  expect(told.at(-1)).toEqual(diagnosis)
  expect(await readdir(folder)).not.toContain('home')
})

describe('behind a broken link nothing is looked at:', () => {
  test.each<[string, string, Partial<CheckOptions>, string[], object]>([
    [
      'the data home',
      TIMES,
      { home: '/dev/null/home' },
      ['sound', 'broken', 'waiting', 'waiting', 'waiting', 'waiting'],
      { dataHome: { error: { code: 'output-failed' }, remedy: 'check-again' } },
    ],
    [
      'the runtime, where there is none',
      TIMES,
      { findRuntime: () => Promise.resolve(null) },
      ['sound', 'sound', 'broken', 'waiting', 'waiting', 'waiting'],
      { runtime: { error: { code: 'runtime-missing' }, remedy: 'install-runtime' } },
    ],
    [
      'the runtime, where it cannot be installed',
      TIMES,
      {
        findRuntime: () => Promise.reject(new GlyphlabError('runtime-install-failed', 'no room')),
      },
      ['sound', 'sound', 'broken', 'waiting', 'waiting', 'waiting'],
      { runtime: { error: { message: 'no room' }, remedy: 'install-runtime' } },
    ],
    [
      'a step that crashes',
      CRASHES,
      {},
      ['sound', 'sound', 'sound', 'broken', 'waiting', 'waiting'],
      {
        float32: {
          error: { code: 'process-crashed', message: 'The training process crashed (SIGSEGV)' },
          remedy: 'check-again',
        },
      },
    ],
    [
      'a step that is refused',
      REFUSES,
      {},
      ['sound', 'sound', 'sound', 'broken', 'waiting', 'waiting'],
      { float32: { error: { code: 'runtime-invalid', message: 'no', hint: 'do' } } },
    ],
  ])('%s', async (_, source, changes, expected, links) => {
    const { diagnosis } = await check(source, changes)
    expect(statuses(diagnosis)).toEqual(expected)
    expect(diagnosis.links).toMatchObject(links)
  })
})

describe.skipIf(process.platform !== 'linux')('with a graphics card', () => {
  const LEAVES_OUT = `process.once('message', ({ device }) => {
  if (device !== 'cpu') process.stderr.write("2026 I x.cc:1] Could not load dynamic library 'libcudnn.so.9'; dlerror: no\\n")
  process.send(device === 'cpu' ? { type: 'step-times', stepsMs: [5] }
    : { type: 'failed', error: { code: 'device-missing', message: 'it has CPU:0', hint: 'none' } }, () => process.disconnect())
})`

  async function checkWith(source: string, changes: Partial<CheckOptions> = {}) {
    const runtime: Runtime = {
      ...{ ...RUNTIME, variant: 'gpu', folder: await machines.runtimeFolder() },
    }
    const environment = { ...ENVIRONMENT, LD_LIBRARY_PATH: machines.driver }
    const { diagnosis } = await check(source, {
      findRuntime: () => Promise.resolve(runtime),
      gpuTraces: { root: await machines.root(), environment },
      ...changes,
    })
    return diagnosis.links
  }

  test('steps on it are believed, beside those of the processor', async () => {
    const { gpu, float32 } = await checkWith(TIMES)
    expect(float32).toMatchObject({ value: { medianStepMs: 102 } })
    expect(gpu).toEqual({
      status: 'sound',
      value: {
        kind: 'works',
        gpus: [
          {
            ...{ index: 0, name: 'Stub Card', computeCapability: '8.9' },
            ...{ memoryBytes: 24 * 2 ** 30, hasTf32: true, compilesKernels: false },
          },
        ],
        steps: [
          { ok: true, precision: 'float32', medianStepMs: 12, batchSize: 256, tf32: true },
          { ok: true, precision: 'bfloat16', medianStepMs: 6, batchSize: 256, tf32: false },
        ],
      },
    })
  })

  test('a step that is not made on it breaks its link alone, by the cause of the log', async () => {
    const { gpu, bfloat16 } = await checkWith(LEAVES_OUT)
    expect(bfloat16.status).toBe('sound')
    expect(gpu).toMatchObject({
      status: 'broken',
      error: {
        message: "it has CPU:0 (Could not load dynamic library 'libcudnn.so.9'; dlerror: no)",
      },
    })
  })
})

test('a folder that the user has named is for the user to mend', async () => {
  vi.stubEnv('GLYPHLAB_LIBTENSORFLOW', '/nowhere')
  const error = new GlyphlabError('runtime-missing', 'GLYPHLAB_LIBTENSORFLOW: nothing there')
  const { diagnosis } = await check(TIMES, { findRuntime: () => Promise.reject(error) })
  expect(diagnosis.links.runtime).toMatchObject({ status: 'broken', remedy: 'check-again' })
})

describe('the doctor of windows', () => {
  async function doctor(source: string, onChange: (diagnosis: Diagnosis) => void = () => {}) {
    // Whatever is there: no runtime is found in this one.
    vi.stubEnv('GLYPHLAB_HOME', join(folder, 'empty'))
    const startProcess = await trainer(source)
    return new Doctor({ startProcess, home: join(folder, 'empty'), electron: null, onChange })
  }

  test('has nothing to say before the first check', async () => {
    expect((await doctor(TIMES)).report).toBeNull()
  })

  test('installs nothing', async () => {
    const checking = await doctor(TIMES)
    await checking.check()
    expect(checking.report?.links.runtime).toMatchObject({
      ...{ status: 'broken', remedy: 'install-runtime' },
      error: { code: 'runtime-missing', message: 'there is no TensorFlow runtime yet' },
    })
    expect(await readdir(folder)).not.toContain('empty')
  })

  test('makes one check of two that are asked for at once', async () => {
    let beginnings = 0
    const checking = await doctor(TIMES, ({ links }) => {
      if (links.processor.status === 'checking') beginnings += 1
    })
    await Promise.all([checking.check(), checking.check()])
    expect(beginnings).toBe(1)
    await checking.check()
    expect(beginnings).toBe(2)
  })

  test('breaks a check off for another one, and when it is closed', async () => {
    const began: string[] = []
    const checking = await doctor(WAITS, ({ links, checkedAt }) => {
      if (links.processor.status === 'checking') began.push(checkedAt)
    })
    const first = checking.check()
    await checking.checkAnew()
    await first
    expect(began).toHaveLength(2)
    await checking.close()
    await checking.check()
    expect(began).toHaveLength(2)
  })
})

test('a step that never ends is broken off with its process', async () => {
  const stopping = new AbortController()
  const processIds: (number | undefined)[] = []
  const waiting = await trainer(WAITS)
  const startProcess: StartProcess = (options) => {
    const host = waiting(options)
    processIds.push(host.processId)
    stopping.abort()
    return host
  }
  await expect(check('', { startProcess, signal: stopping.signal })).rejects.toThrow()
  expect(processIds).toHaveLength(1)
  expect(() => process.kill(processIds[0] ?? Number.NaN, 0)).toThrow()
})
