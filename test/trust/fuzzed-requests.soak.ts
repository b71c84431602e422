import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { handedOverSchema } from '../../src-preload/contract/bridge/hand-over'
import type { RequestName } from '../../src-preload/contract/bridge/requests'
import { jobIdSchema } from '../../src-preload/contract/job'
import { sketchIdSchema } from '../../src-preload/contract/sketch'
import { madeSketch } from '../../src-main/core/sketches/made-sketches.test-helper'
import { serve, type Served } from '../browser/served'
import { standing, windowBridge } from '../bridge/window-bridge'
import { ProcessFamily } from '../process-family'
import { answerFault } from './answer-fault'
import { makeFuzzedHome, type FuzzedHome } from './fuzzed-home'
import { fuzzedRequests, LATEST, type Fuzzed } from './fuzzed-requests'
import { FuzzingWindow } from './fuzzing-window'
import { openRefusingProxy, type RefusingProxy } from './refusing-proxy'

const WINDOWS = 3
/** Of one window at a time. */
const IN_HAND = 8
/** A removed data set of strokes is drawn anew by the next question about it: half a minute, and others wait. */
const LONGEST_MS = 90_000
const MOST_MEGABYTES = 1_000

/** The only ones that a user's download may go to; nothing gets there in these tests. */
const DOWNLOAD_HOSTS =
  /^(biometrics\.nist\.gov|www\.itl\.nist\.gov|huggingface\.co|github\.com|storage\.googleapis\.com|pypi\.org|files\.pythonhosted\.org|127\.0\.0\.1:9)(:443)?$/

const LONG_ONES: readonly RequestName[] = [
  ...(['training.start', 'training.resume-run', 'measurements.measure'] as const),
  ...(['doctor.check', 'gpu-check.start'] as const),
]

const withIds = z.object({
  job: jobIdSchema.optional(),
  sketch: z.object({ id: sketchIdSchema }).optional(),
})

interface Round {
  readonly name: string
  readonly seed: number
  readonly count: number
  readonly hasRuntime: boolean
}

const ROUNDS: readonly Round[] = [
  ...[1, 2, 3].map((seed) => ({
    ...{ name: `without a runtime, seed ${seed}`, seed, count: 3_000, hasRuntime: false },
  })),
  { name: 'with a runtime', seed: 4, count: 1_000, hasRuntime: true },
]

describe.each(ROUNDS)('$count fuzzed requests $name', ({ seed, count, hasRuntime }) => {
  let fuzzed: FuzzedHome
  let proxy: RefusingProxy
  let served: Served
  beforeAll(async () => {
    fuzzed = await makeFuzzedHome({ runs: 2, hasRuntime })
    proxy = await openRefusingProxy()
    const environment = {
      ...fuzzed.home.environment,
      ...{ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url },
      ...{ https_proxy: proxy.url, http_proxy: proxy.url, all_proxy: proxy.url },
      ...{ NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' },
      ...{ PIP_CONFIG_FILE: '/dev/null', PIP_INDEX_URL: 'http://127.0.0.1:9/', PIP_RETRIES: '0' },
    }
    served = await serve({ ...fuzzed.home, environment })
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
    await fuzzed[Symbol.asyncDispose]()
  })

  test('are answered as the contract says, and touch nothing else', async () => {
    const before = await fuzzed.listOutside()
    const latest: Record<string, string> = {}
    const { host, hash } = new URL(served.url)
    const bridge = windowBridge({ host }, hash.replace('#token=', ''))
    await standing(bridge, 'connected')
    const file = new File(['index,p_0,p_1\n0,0.5,0.5\n'], 'predictions.csv')
    const handedOver = await bridge.handOver({
      items: [file],
      contents: () => Promise.resolve([{ file, path: file.name }]),
    })
    if (!handedOver.ok) throw new Error(handedOver.error.message)
    latest[LATEST.handedOver] = handedOverSchema.parse(handedOver.result).id

    const windows = await Promise.all(
      Array.from({ length: WINDOWS }, () => FuzzingWindow.open(served.url)),
    )
    for (let sketch = 1; sketch <= 5; sketch++)
      learn(await windows[0]?.ask('sketches.keep', madeSketch(sketch, 'a')), latest)

    const requests = fuzzedRequests({
      ...{ seed, count, known: fuzzed.known, paths: fuzzed.paths },
      // With TensorFlow these compute for hours; without it nothing of it is left to ask.
      neverSound: hasRuntime ? [...LONG_ONES, 'runtime.install', 'runtime.remove'] : [],
    })
    const faults: string[] = []
    const slowest = new Map<string, number>()
    const codes = new Map<string, number>()
    let mostMegabytes = 0
    let next = 0
    const work = async (window: FuzzingWindow): Promise<void> => {
      for (;;) {
        const at = next++
        const request = requests[at]
        if (request === undefined) return
        if (at % 100 === 0) mostMegabytes = Math.max(mostMegabytes, await peakMegabytes(served))
        if (request.kind === 'text') {
          window.send(request.text)
          continue
        }
        const { name } = request
        const begun = performance.now()
        const times = request.kind === 'repeated' ? request.times : 1
        const answers = await within(window.ask(name, filledIn(request, latest), times))
        const ms = performance.now() - begun
        slowest.set(name, Math.max(slowest.get(name) ?? 0, ms))
        if (answers === null) faults.push(`${at} ${name}: no answer within ${LONGEST_MS} ms`)
        for (const answer of answers ?? []) {
          const code = answer.ok ? 'ok' : answer.error.code
          codes.set(code, (codes.get(code) ?? 0) + 1)
          const fault = answerFault(name, answer)
          if (fault !== null) faults.push(`${at} ${fault} ${JSON.stringify(request).slice(0, 500)}`)
        }
        learn(answers ?? [], latest)
      }
    }
    const begun = performance.now()
    await Promise.all(
      windows.flatMap((window) => Array.from({ length: IN_HAND }, () => work(window))),
    )
    const seconds = Math.round((performance.now() - begun) / 1000)
    mostMegabytes = Math.max(mostMegabytes, await peakMegabytes(served))
    const slow = [...slowest].sort(([, a], [, b]) => b - a).slice(0, 5)
    console.log(JSON.stringify({ seconds, mostMegabytes, codes: [...codes], slow }))
    expect(faults).toEqual([])
    expect(served.child.exitCode).toBeNull()
    expect(codes.get('ok') ?? 0).toBeGreaterThan(count / 5)
    expect(mostMegabytes).toBeLessThan(MOST_MEGABYTES)
    const [alive] = (await windows[0]?.ask('app.info', {})) ?? []
    expect(alive).toMatchObject({ ok: true, result: { face: 'served' } })

    for (const window of windows) window[Symbol.dispose]()
    bridge.close()
    const family = new ProcessFamily(served.child.pid ?? 0)
    expect(await served.end()).toBe(0)
    expect(await family.leftAfter(5_000)).toEqual([])
    expect(await fuzzed.listOutside()).toEqual(before)
    expect([...proxy.asked].filter((host) => !DOWNLOAD_HOSTS.test(host))).toEqual([])
    const log = await readFile(join(fuzzed.home.folder, 'logs', 'served.log'), 'utf8')
    expect(log.split('\n').filter((line) => line.includes(' error bridge: '))).toEqual([])
  })
})

function filledIn(request: Fuzzed, latest: Readonly<Record<string, string>>): unknown {
  if (request.kind === 'text') return null
  const text = JSON.stringify(request.params) as string | undefined
  if (text === undefined) return undefined
  return JSON.parse(
    text.replace(/"(@(?:job|sketch|handedOver))"/g, (_, id: string) =>
      JSON.stringify(latest[id] ?? id),
    ),
  ) as unknown
}

/** Ids that were told are used from then on. */
function learn(
  answers: readonly Answer<unknown>[] | undefined,
  latest: Record<string, string>,
): void {
  for (const answer of answers ?? []) {
    const told = withIds.safeParse(answer.ok ? answer.result : null)
    if (told.data?.job !== undefined) latest[LATEST.job] = told.data.job
    if (told.data?.sketch !== undefined) latest[LATEST.sketch] = told.data.sketch.id
  }
}

async function within<Value>(promise: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LONGEST_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Of the process that serves and those it has started, whichever has used most. */
async function peakMegabytes({ child }: Served): Promise<number> {
  const peaks = new ProcessFamily(child.pid ?? 0).left().map(async (id) => {
    // One may end at this very moment.
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  })
  return Math.round(Math.max(...(await Promise.all(peaks))))
}
