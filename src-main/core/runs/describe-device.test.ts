import { describe, expect, test } from 'vitest'
import type { GpuFindings } from '../gpu/findings'
import type { Runtime } from '../tensorflow/runtime'
import { describeDevice } from './describe-device'
import { describeEnvironment } from './environment'
import { NO_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { featuresOf } from '../tensorflow/runtime/cpu-features'

const runtime = (variant: Runtime['variant']): Runtime => ({
  ...{ source: 'cache', version: '2.21.0', variant },
  ...{ folder: '/made', binding: '/made/lib/tfjs_binding.node' },
})

const gpu = (index: number, major: number) => ({
  ...{ index, name: `Made card ${index}`, memoryBytes: 8e9, uuid: null },
  computeCapability: { major, minor: 0 },
})

/** A machine as the probe finds it: see chain.test.ts for the real one. */
function machine(
  gpus: readonly ReturnType<typeof gpu>[],
  variant: 'cpu' | 'gpu' = 'gpu',
): GpuFindings {
  return {
    ...{ platform: 'linux', isWsl: false, nodes: [], visibleDevices: null },
    cards: gpus.map(({ index }) => ({ address: `0000:0${index}:00.0`, heldBy: 'nvidia' })),
    kernelDriver: gpus.length === 0 ? null : '550.54',
    driver:
      gpus.length === 0
        ? { kind: 'absent', why: 'no such file' }
        : { kind: 'answered', cudaVersion: 12_080, gpus },
    runtime: { variant, isNamed: false, missingLibraries: [] },
  }
}

function on(
  findings: GpuFindings,
  asked: 'cpu' | 'gpu:0' | 'gpu:1' | null,
  isOnGpu: boolean,
  variant: Runtime['variant'] = 'gpu',
) {
  const look = () => Promise.resolve(findings)
  return describeDevice({ asked, runtime: runtime(variant), isOnGpu, environment: {}, look })
}

describe('what computes', () => {
  test('is the processor, without a word, where nothing else could', async () => {
    const neverAsked = () => Promise.reject(new Error('asked'))
    for (const [asked, variant] of [
      [null, 'cpu'],
      ['cpu', 'cpu'],
      ['cpu', 'gpu'],
    ] as const)
      expect(
        await describeDevice({
          ...{ asked, runtime: runtime(variant), isOnGpu: false, environment: {} },
          look: neverAsked,
        }),
      ).toEqual({ device: 'cpu', hasTf32: false })
  })

  test('is the processor, which is told, where the runtime is for cards and there is none', async () => {
    expect(await on(machine([]), null, false)).toEqual({
      ...{ device: 'cpu', hasTf32: false },
      withoutGpu: 'there is no NVIDIA card in this machine',
    })
  })

  test('is the card that TensorFlow computes on, by its name', async () => {
    const two = machine([gpu(0, 7), gpu(1, 8)])
    expect(await on(two, null, true)).toEqual({
      ...{ device: 'gpu:0', deviceName: 'Made card 0', hasTf32: false },
    })
    expect(await on(two, 'gpu:1', true)).toEqual({
      ...{ device: 'gpu:1', deviceName: 'Made card 1', hasTf32: true },
    })
  })
})

describe('a card that was asked for and does not compute is an error', () => {
  test.each([
    ['there is none', machine([]), 'gpu:0 cannot compute: there is no NVIDIA card in this machine'],
    [
      'there is another one',
      machine([gpu(0, 8)]),
      'gpu:1 cannot compute: there is gpu:0 (Made card 0)',
    ],
    [
      'the runtime is for the processor',
      machine([gpu(0, 8), gpu(1, 8)], 'cpu'),
      /^gpu:1 cannot compute: Made card 0 and Made card 1 could be used, but .* for the processor alone$/,
    ],
    ['TensorFlow leaves it out', machine([gpu(0, 8), gpu(1, 8)]), /TensorFlow leaves it out/],
  ] as const)('where %s', async (_why, findings, message) => {
    const asked = findings.cards.length === 0 ? 'gpu:0' : 'gpu:1'
    await expect(on(findings, asked, false)).rejects.toMatchObject({
      code: 'device-missing',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })
})

test('a run on a card does not claim the same bits each time', () => {
  const cpu = featuresOf('made', null)
  const environmentOn = (device: string) =>
    describeEnvironment(runtime('gpu'), cpu, NO_FAST_PATHS, { device })
  expect(environmentOn('cpu')).toMatchObject({ device: 'cpu', deterministic: true })
  expect(environmentOn('gpu:0')).toMatchObject({
    ...{ device: 'gpu:0', deterministic: false, tensorflow: '2.21.0 (gpu)', fastPaths: [] },
  })
})
