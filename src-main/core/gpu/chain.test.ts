import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explainGpu } from './explain-gpu'
import { gpuError } from './gpu-error'
import { lookForGpus } from './look-for-gpus'
import { MadeMachines, type MadeMachine } from './made-machine.test-helper'

/** Each cause for real: a stub of libcuda.so.1, made /proc, /sys and /dev, and the program that asks. */
describe.skipIf(process.platform !== 'linux')('a machine', () => {
  let machines: MadeMachines
  beforeAll(async () => {
    machines = await MadeMachines.open()
  }, 60_000)
  afterAll(() => machines[Symbol.asyncDispose]())

  interface Case extends MadeMachine {
    /** Of the stub, and what the user has set. */
    readonly environment?: NodeJS.ProcessEnv
    readonly hasLibrary?: boolean
    readonly variant?: 'cpu' | 'gpu'
    readonly without?: readonly string[]
  }

  async function look({ environment = {}, hasLibrary = true, ...made }: Case) {
    const { variant = 'gpu', without = [], ...machine } = made
    const runtime = {
      ...{ variant, source: 'cache' as const, binding: '/nowhere/lib/binding.node' },
      folder: await machines.runtimeFolder(without),
    }
    return lookForGpus(runtime, {
      root: await machines.root(machine),
      environment: environmentWith(environment, hasLibrary),
    })
  }
  const environmentWith = (environment: NodeJS.ProcessEnv, hasLibrary = true) => ({
    ...{ PATH: process.env['PATH'], GLYPHLAB_HOME: machines.folder },
    ...(hasLibrary ? { LD_LIBRARY_PATH: machines.driver } : {}),
    ...environment,
  })

  test.each<[string, Case, { kind: string }, RegExp | null]>([
    ['whose card works', {}, { kind: 'usable' }, null],
    [
      'without a card, and without a driver',
      { cards: 0, kernelDriver: null, nodes: [], hasLibrary: false },
      { kind: 'no-card' },
      null,
    ],
    [
      'without a card, with the library of a driver',
      { cards: 0, kernelDriver: null, nodes: [], environment: { STUB_GPUS: '0' } },
      { kind: 'no-card' },
      null,
    ],
    [
      'with a card and no driver',
      { kernelDriver: null, nodes: [], heldBy: 'nouveau', hasLibrary: false },
      { kind: 'driver-missing' },
      /there is an NVIDIA card, but no driver of NVIDIA's \(held by nouveau\)/,
    ],
    [
      "with the kernel's part of a driver alone",
      { hasLibrary: false },
      { kind: 'driver-library-missing' },
      /driver 550\.54\.15 is loaded, but its library libcuda\.so\.1 cannot be opened: .*No such file/,
    ],
    [
      'whose kernel has not loaded the driver',
      { kernelDriver: null, nodes: [], heldBy: '', environment: { STUB_INIT: '999' } },
      { kind: 'driver-not-loaded' },
      /the kernel has not loaded it$/,
    ],
    [
      'whose driver is too old',
      { kernelDriver: '470.256.02', environment: { STUB_CUDA: '11040' } },
      { kind: 'driver-too-old' },
      /driver 470\.256\.02 \(CUDA 11\.4\) is too old: TensorFlow needs CUDA 12\.0, so driver 525\.60\.13 at least/,
    ],
    [
      'whose driver is too old, and does not start',
      { kernelDriver: '470.256.02', environment: { STUB_CUDA: '11040', STUB_INIT: '999' } },
      { kind: 'driver-too-old' },
      /470\.256\.02/,
    ],
    [
      'whose driver was updated, and runs on',
      { environment: { STUB_INIT: '803' } },
      { kind: 'driver-mixed' },
      /CUDA_ERROR_SYSTEM_DRIVER_MISMATCH/,
    ],
    [
      'without the files of its card',
      { nodes: ['nvidiactl'], environment: { STUB_INIT: '100' } },
      { kind: 'nodes-missing' },
      /\/dev\/nvidia-uvm and \/dev\/nvidia0 are not there/,
    ],
    [
      'whose user hides the card',
      { environment: { CUDA_VISIBLE_DEVICES: '-1' } },
      { kind: 'hidden' },
      /CUDA_VISIBLE_DEVICES=-1 hides every card/,
    ],
    [
      'whose driver refuses for reasons of its own',
      { environment: { STUB_INIT: '999' } },
      { kind: 'driver-refused' },
      /CUDA_ERROR_UNKNOWN \(999\)/,
    ],
    [
      'whose driver crashes',
      { environment: { STUB_CRASH: '1' } },
      { kind: 'driver-broke' },
      /could not be asked: SIGSEGV/,
    ],
    [
      'whose card is too old',
      { environment: { STUB_MAJOR: '5', STUB_MINOR: '2' } },
      { kind: 'card-too-old' },
      /Stub Card has compute capability 5\.2; TensorFlow has kernels for 6\.0/,
    ],
    [
      'with the runtime for the processor',
      { variant: 'cpu' },
      { kind: 'runtime-for-cpu' },
      /Stub Card could be used, but .* for the processor alone/,
    ],
    [
      'whose runtime lacks libraries',
      { without: ['libcudnn.so.9', 'libcufft.so.11'] },
      { kind: 'libraries-missing' },
      /lacks libcufft\.so\.11 and libcudnn\.so\.9 \(libcufft\.so\.11: cannot open shared object file/,
    ],
    [
      'under WSL2, whose driver Windows lends',
      { isWsl: true, cards: 0, kernelDriver: null, nodes: ['dxg'] },
      { kind: 'usable' },
      null,
    ],
    [
      'under WSL2 without a card',
      { isWsl: true, cards: 0, kernelDriver: null, nodes: ['dxg'], hasLibrary: false },
      { kind: 'no-card' },
      null,
    ],
  ])('%s', async (_, made, expected, message) => {
    const verdict = explainGpu(await look(made))
    expect(verdict).toMatchObject(expected)
    if (
      verdict.kind === 'usable' ||
      verdict.kind === 'no-card' ||
      verdict.kind === 'system-without'
    )
      return expect(message).toBeNull()
    const error = gpuError(verdict)
    expect(error.message).toMatch(message ?? /nothing/)
    // What can be sent to somebody names no folder of the user's.
    expect(error.message).not.toContain(machines.folder)
    expect(error.hint).toMatch(/\.$/)
  })

  test('whose library is damaged names it', async () => {
    const folder = await machines.runtimeFolder(['libcusolver.so.11'])
    const damaged = join(folder, 'nvidia', 'libcusolver', 'lib', 'libcusolver.so.11')
    await writeFile(damaged, 'no library')
    const runtime = { variant: 'gpu', source: 'cache', folder, binding: '/nowhere' } as const
    const options = { root: await machines.root(), environment: environmentWith({}) }
    const verdict = explainGpu(await lookForGpus(runtime, options))
    expect(verdict).toMatchObject({
      kind: 'libraries-missing',
      libraries: [{ name: 'libcusolver.so.11', why: 'libcusolver.so.11: file too short' }],
    })
  })

  test('lists the cards that the user lets it see', async () => {
    const cards = async (environment: NodeJS.ProcessEnv) => {
      const { driver } = await look({ environment: { STUB_GPUS: '4', ...environment } })
      return driver.kind === 'answered' ? driver.gpus : []
    }
    expect(await cards({})).toHaveLength(4)
    expect(await cards({ CUDA_VISIBLE_DEVICES: '2,0' })).toEqual([
      expect.objectContaining({ index: 0, name: 'Stub Card', memoryBytes: 24 * 2 ** 30 }),
      {
        index: 1,
        name: 'Stub Card',
        computeCapability: { major: 8, minor: 9 },
        memoryBytes: 24 * 2 ** 30,
        uuid: 'GPU-01020304-0506-0708-090a-0b0c0d0e0f10',
      },
    ])
  })
})
