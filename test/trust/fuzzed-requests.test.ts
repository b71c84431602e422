import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { HAND_OVER_CHANNEL } from '../../src-preload/contract/bridge/hand-over-wire'
import { REQUEST_CHANNEL } from '../../src-preload/contract/bridge/wire'
import { openApplication, type Application } from '../../src-main/bridge/application'
import { startChildProcess, type StartProcess } from '../../src-main/processes/start-process'
import { ElectronPair } from '../bridge/electron-pair'
import { keptLog } from '../bridge/kept-log'
import { serve } from '../bridge/serving'
import { runGlyphlab } from '../run-glyphlab'
import { answerFault } from './answer-fault'
import { makeFuzzedHome, type FuzzedHome } from './fuzzed-home'
import { fuzzedRequests, type Fuzzed, type FuzzedOptions } from './fuzzed-requests'
import { FuzzingWindow } from './fuzzing-window'
import { frameText } from './hostile-values'

// A few of what `npm run soak` sends by the thousand to a program of its own, trained runs and all.
const BUILD = fileURLToPath(new URL('../../out/app/main/', import.meta.url))
const COUNT = 150

/** The entries of the build: in this process they have none beside them. */
const startBuilt: StartProcess = (options) =>
  startChildProcess({ ...options, file: join(BUILD, basename(options.file)) })

let fuzzed: FuzzedHome
let application: Application
let before: readonly string[]
const log = keptLog()
beforeAll(async () => {
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
  fuzzed = await makeFuzzedHome({ runs: 0, hasRuntime: false })
  for (const [name, value] of Object.entries(fuzzed.home.environment)) vi.stubEnv(name, value)
  application = await openApplication({
    ...{ home: fuzzed.home.folder, startProcess: startBuilt, log },
    ...{ face: 'served', capabilities: {} },
  })
  before = await fuzzed.listOutside()
}, 120_000)
afterAll(async () => {
  await application.close()
  vi.unstubAllEnvs()
  await fuzzed[Symbol.asyncDispose]()
})

const options = (seed: number): FuzzedOptions => ({
  ...{ seed, count: COUNT, known: fuzzed.known, paths: fuzzed.paths },
  // The network is tried by these, and strokes are drawn for half a minute once they are removed.
  neverSound: [
    ...(['fetches.start', 'datasets.remove', 'doctor.check', 'gpu-check.start'] as const),
    ...(['runtime.install', 'runtime.install-from-folder', 'runtime.remove'] as const),
  ],
})

/** What is wrong with the answers to requests, several of which are on their way at a time. */
async function faultsOf(
  requests: readonly Fuzzed[],
  ask: (request: Fuzzed) => Promise<readonly Answer<unknown>[]>,
): Promise<readonly string[]> {
  const faults: string[] = []
  const codes = new Set<string>()
  const left = requests.values()
  const work = async (): Promise<void> => {
    for (const request of left)
      for (const answer of await ask(request)) {
        codes.add(answer.ok ? 'ok' : answer.error.code)
        const fault = answerFault(request.kind === 'text' ? '' : request.name, answer)
        if (fault !== null) faults.push(`${fault} ${JSON.stringify(request).slice(0, 500)}`)
      }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  expect([...codes]).toEqual(expect.arrayContaining(['ok', 'request-invalid', 'request-unknown']))
  return faults
}

test('a WebSocket answers each request as the contract says, whatever it holds', async () => {
  await using server = await serve(application, log)
  using window = await FuzzingWindow.open(`http://${server.host}/#token=${server.token}`)
  const faults = await faultsOf(fuzzedRequests(options(1)), async (request) => {
    if (request.kind === 'request') return window.ask(request.name, request.params)
    if (request.kind === 'repeated') return window.ask(request.name, request.params, request.times)
    window.send(request.text)
    return []
  })
  expect(faults).toEqual([])
})

/** What Electron's IPC carries and JSON does not. */
const CLONED = [
  ...[
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    10n ** 30n,
    new Date(0),
    /x/,
    new Error('x'),
  ],
  ...[new Map([['run', 'x']]), new Set(['x']), new Uint8Array(8), new ArrayBuffer(8), new Array(9)],
]

test("Electron's IPC does, too", async () => {
  const pair = new ElectronPair()
  const disconnect = await pair.connectMain(application, log)
  await pair.openWindow()
  const ask = async (channel: string, ...words: readonly unknown[]) =>
    (await pair.invokeFromWindow(channel, ...words)) as Answer<unknown>
  const faults = await faultsOf(fuzzedRequests(options(2)), async (request) => {
    if (request.kind === 'text') return [await ask(REQUEST_CHANNEL, request.text, request.text)]
    const { params } = JSON.parse(frameText({ params: request.params })) as { params?: unknown }
    return [await ask(REQUEST_CHANNEL, request.name, params)]
  })
  for (const value of CLONED)
    for (const words of [
      [value, {}],
      ['runs.open', value],
      ['runs.open', { run: value }],
    ])
      expect(await ask(REQUEST_CHANNEL, ...words)).toMatchObject({ ok: false })
  for (const value of [...CLONED, 'x', ['\0'], [''], [7], ['x'.repeat(4097)], ['a', ['b']], {}])
    expect(await ask(HAND_OVER_CHANNEL, value)).toMatchObject({ ok: false })
  disconnect()
  expect(faults).toEqual([])
})

test('and nothing came of it elsewhere', async () => {
  expect(await fuzzed.listOutside()).toEqual(before)
  expect('polluted' in {}).toBe(false)
  expect(log.lines.filter((line) => line.startsWith('error bridge'))).toEqual([])
})
