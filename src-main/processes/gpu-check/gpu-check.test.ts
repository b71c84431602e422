import { readdir, readFile, rm, mkdtemp, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  gpuCheckReportSchema,
  gpuCheckSchema,
  type GpuCheck,
  type GpuCheckProgress,
} from '../../../src-preload/contract/gpu-check'
import { MadeMachines } from '../../core/gpu/made-machine.test-helper'
import type { Runtime } from '../../core/tensorflow/runtime'
import { startChildProcess, type StartProcess } from '../start-process'
import { checkVerdict } from './check-verdict'
import { compareDevices } from './compare-devices'
import { GpuChecks, reportsFolder } from './gpu-check'
import { runGpuCheck } from './run-gpu-check'
import { namesHere } from './without-names'
import { writeReport } from './write-report'

/** In place of the trainer: measures by the words of `answer`, which sees what was asked for. */
const trainerSource = (answer: string) => `process.once('message', (asked) => {
  const { device, network, precision } = asked
  const isCpu = device === 'cpu'
  const measured = { losses: [4, 3, 2], medianStepMs: isCpu ? 100 : 5, secondsPerEpoch: 1, accuracy: 0.6 }
  process.send({ type: 'measuring', share: 0.5 })
  const reply = ${answer}
  const whole = reply.code === undefined
    ? { type: 'device-measured', measurement: { ...measured, ...reply } }
    : { type: 'failed', error: { hint: 'none', ...reply } }
  process.send(whole, () => process.disconnect())
})`
const MEASURED = { losses: [4], medianStepMs: 1, secondsPerEpoch: 1, accuracy: 0.5 }
const COMPARISON = compareDevices(MEASURED, MEASURED, { precision: 'float32', tf32: false })
const WAITS = `process.on('message', ({ type }) => type === 'stop' && process.exit(0))`

let folder: string
let machines: MadeMachines
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-gpu-check-'))
  machines = await MadeMachines.open()
})
afterAll(async () => {
  await machines[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})
afterEach(() => vi.unstubAllEnvs())

let children = 0
async function trainer(source: string): Promise<StartProcess> {
  const file = join(folder, `trainer-${(children += 1)}.mjs`)
  await writeFile(file, source)
  return (options) => startChildProcess({ ...options, file })
}

async function check(answer: string, { hasCard = true } = {}) {
  const runtime: Runtime = {
    ...{ source: 'cache', version: '2.21.0', variant: 'gpu', binding: '/nowhere/binding.node' },
    folder: await machines.runtimeFolder(),
  }
  const made = hasCard ? {} : { cards: 0, kernelDriver: null, nodes: [] }
  const progress: GpuCheckProgress[] = []
  const report = await runGpuCheck({
    ...{ startProcess: await trainer(trainerSource(answer)), runtime, tf32: true },
    gpuTraces: {
      root: await machines.root(made),
      environment: {
        ...{ PATH: process.env['PATH'], GLYPHLAB_HOME: machines.folder },
        ...(hasCard ? { LD_LIBRARY_PATH: machines.driver } : {}),
      },
    },
    signal: new AbortController().signal,
    onProgress: (told) => progress.push(told),
  })
  return { report: gpuCheckReportSchema.parse(report), progress }
}

describe.skipIf(process.platform !== 'linux')('a check of the card', () => {
  test('trains every network in every precision on both devices', async () => {
    const { report, progress } = await check('{}')
    expect(report).toMatchObject({
      verdict: 'works',
      card: { ok: true, gpus: [{ name: 'Stub Card' }], driver: '550.54.15', cuda: '12.4' },
      cases: [
        { network: 'tiny', precision: 'float32', tf32: true, comparison: { speedUp: 20 } },
        { network: 'tiny', precision: 'bfloat16', tf32: false },
        { network: 'seed-cnn', precision: 'float32', tf32: true },
        { network: 'seed-cnn', precision: 'bfloat16', comparison: { isWithin: true } },
      ],
    })
    const shares = progress.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(15 / 16)
  })

  test('says the cause and has the half of the processor where there is none, and names nobody', async () => {
    const message = `cannot read ${homedir()}/x`
    const answer = `network === 'tiny' ? {} : { code: 'internal', message: ${JSON.stringify(message)} }`
    const { report } = await check(answer, { hasCard: false })
    expect(report).toMatchObject({ verdict: 'no-card', card: { ok: false } })
    expect(report.cases.map(({ cpu, gpu }) => [cpu.ok, gpu])).toEqual([
      ...[true, true, false, false].map((isOk) => [isOk, null]),
    ])
    const written = await writeReport(report, join(folder, 'reports'), namesHere())
    const [json = '', markdown = ''] = await Promise.all(
      written.files.map((file) => readFile(file, 'utf8')),
    )
    expect(gpuCheckReportSchema.parse(JSON.parse(json))).toEqual(written.report)
    expect(markdown).toContain('- seed-cnn in float32 on the processor: cannot read ~/x')
    expect(markdown).toMatch(
      /^# Check of the graphics card by Glyphlab\n\n\*\*No card was checked: /,
    )
    expect(`${json}${markdown}`).not.toContain(homedir())
  })
})

test.each([
  ['all is within', true, true, 'works'],
  ['the card has no bfloat16', true, null, 'works'],
  ['the card computes something else', false, true, 'differs'],
  ['the card computes something else in bfloat16', true, false, 'differs'],
  ['the card does not compute', null, null, 'failed'],
] as const)('where %s, the verdict is so', (_, float32, bfloat16, verdict) => {
  const within = (isWithin: boolean | null) =>
    isWithin === null ? null : { ...COMPARISON, isWithin }
  expect(
    checkVerdict([
      { precision: 'float32', comparison: within(float32) },
      { precision: 'bfloat16', comparison: within(bfloat16) },
    ]),
  ).toBe(verdict)
})

describe('the checks of windows', () => {
  async function checks(source: string, isTraining = false) {
    const told: GpuCheck[] = []
    const home = join(folder, `home-${(children += 1)}`)
    vi.stubEnv('GLYPHLAB_HOME', home)
    const opened = new GpuChecks({
      ...{ startProcess: await trainer(source), home, tf32: () => true },
      isTraining: () => isTraining,
      onChange: (state) => told.push(gpuCheckSchema.parse(state)),
    })
    return { opened, told, home }
  }
  const phases = (told: readonly GpuCheck[]) => [...new Set(told.map(({ phase }) => phase))]

  test('install nothing, and say so', async () => {
    const { opened, told, home } = await checks(WAITS)
    opened.start()
    await expect.poll(() => opened.state.phase).toBe('failed')
    expect(told.at(-1)).toMatchObject({ error: { code: 'runtime-missing' } })
    expect(phases(told)).toEqual(['running', 'failed'])
    await expect(readdir(reportsFolder(home))).rejects.toThrow('ENOENT')
  })

  test('are cancelled without a trace', async () => {
    const { opened, told } = await checks(WAITS)
    opened.start()
    opened.start()
    await opened.cancel()
    expect(opened.state).toEqual({ phase: 'idle' })
    expect(phases(told)).toEqual(['running', 'idle'])
  })

  test('do not measure beside a run', async () => {
    const { opened, told } = await checks(WAITS, true)
    expect(() => opened.start()).toThrow(expect.objectContaining({ code: 'job-refused' }))
    expect(told).toEqual([])
  })
})
