import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GlyphlabError } from '../../core/errors'
import { MadeMachines } from '../../core/gpu/made-machine.test-helper'
import type { Runtime } from '../../core/tensorflow/runtime'
import { checkGpu, type CheckGpuOptions } from './check-gpu'

describe.skipIf(process.platform !== 'linux')('a graphics card', () => {
  let machines: MadeMachines
  beforeAll(async () => {
    machines = await MadeMachines.open()
  }, 60_000)
  afterAll(() => machines[Symbol.asyncDispose]())

  const environment = () => ({
    ...{ PATH: process.env['PATH'], GLYPHLAB_HOME: machines.folder },
    LD_LIBRARY_PATH: machines.driver,
  })
  async function check(changes: Partial<CheckGpuOptions & Runtime> = {}) {
    const { variant = 'gpu', source = 'cache', ...options } = changes
    const runtime: Runtime = {
      ...{ variant, source, version: '2.21.0', binding: '/nowhere/binding.node' },
      folder: await machines.runtimeFolder(),
    }
    return checkGpu(runtime, {
      root: await machines.root(),
      environment: environment(),
      ...{ tf32: true, batchSize: 256, timeSteps: () => Promise.resolve(5), ...options },
    })
  }

  test.each([
    ['in TF32', true, true],
    ['with all bits where TF32 is off', false, false],
  ])('computes float32 %s', async (_, tf32, labelled) => {
    const asked: unknown[] = []
    const timeSteps: CheckGpuOptions['timeSteps'] = (steps) => {
      asked.push(steps)
      return Promise.resolve(5)
    }
    expect(await check({ tf32, timeSteps })).toMatchObject({
      kind: 'works',
      steps: [
        { precision: 'float32', tf32: labelled, medianStepMs: 5 },
        { precision: 'bfloat16', tf32: false },
      ],
    })
    expect(asked).toEqual([
      { device: 'gpu:0', precision: 'float32', tf32, limitMs: undefined },
      { device: 'gpu:0', precision: 'bfloat16', tf32, limitMs: undefined },
    ])
  })

  test('newer than the kernels has the time to compile them', async () => {
    const limits: unknown[] = []
    const found = await check({
      environment: { ...environment(), STUB_MAJOR: '12', STUB_MINOR: '0' },
      timeSteps: ({ limitMs }) => {
        limits.push(limitMs)
        return Promise.resolve(5)
      },
    })
    expect(found).toMatchObject({ gpus: [{ computeCapability: '12.0', compilesKernels: true }] })
    expect(limits).toEqual([3_600_000, 3_600_000])
  })

  test('without bfloat16 works, and says so', async () => {
    const found = await check({
      timeSteps: ({ precision }) =>
        precision === 'float32'
          ? Promise.resolve(5)
          : Promise.reject(new GlyphlabError('internal', 'no kernel')),
    })
    expect(found).toMatchObject({
      steps: [{ ok: true }, { ok: false, precision: 'bfloat16', error: { message: 'no kernel' } }],
    })
  })

  test('that makes no step does not work, whatever its driver says', async () => {
    const error = new GlyphlabError('device-missing', 'it has CPU:0')
    await expect(check({ timeSteps: () => Promise.reject(error) })).rejects.toBe(error)
  })

  test.each<[string, Partial<Runtime>, string]>([
    ['that is installed', {}, 'install-gpu-runtime'],
    ['of the user’s own', { source: 'environment' }, 'check-again'],
  ])('waits for its runtime behind one %s', async (_, changes, remedy) => {
    await expect(check({ variant: 'cpu', ...changes })).rejects.toMatchObject({
      ...{ code: 'device-missing', remedy },
    })
  })
})
