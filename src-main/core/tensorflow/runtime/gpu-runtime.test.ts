import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bindingSourceHash, type BuildBinding } from './binding'
import { ensureRuntime, findRuntime, installRuntime } from './ensure-runtime'
import { madeGpuWheels, madeWheel, pinOf, WHEEL_NAME } from './fixtures/made-wheel'
import type { InstallRecipe } from './install-recipe'
import { listRuntimes } from './installed-runtimes'
import { packRuntime } from './pack-runtime'
import { removeRuntimes } from './remove-runtimes'
import { runtimeFolderNames } from './folder-name'
import { sealFolder } from './manifest'

let folder: string
let carried: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-gpu-runtime-'))
  carried = join(folder, 'carried')
  await putWheels(carried)
})
afterEach(() => rm(folder, { recursive: true }))

const gpuWheels = madeGpuWheels()
const cpuWheel = madeWheel().bytes
const CPU = { ...pinOf(cpuWheel), project: 'tensorflow-cpu' } as const

async function putWheels(at: string): Promise<void> {
  await mkdir(at, { recursive: true })
  for (const { name, bytes } of gpuWheels) await writeFile(join(at, name), bytes)
  await writeFile(join(at, WHEEL_NAME), cpuWheel)
}

const compiles: BuildBinding = async ({ outputFile }) => {
  await writeFile(outputFile, 'compiled')
  return true
}
const hasNoCompiler: BuildBinding = () => Promise.resolve(false)

/** pip finds what is in the folder named, and nothing else; without one, whoever asks it is told so. */
function recipeOf(
  changes: Partial<InstallRecipe> & { readonly home?: string; readonly index?: string } = {},
): InstallRecipe {
  const { home = 'home', index, ...others } = changes
  return {
    environment: { GLYPHLAB_HOME: join(folder, home) },
    pins: {
      wheel: CPU,
      archive: null,
      gpu: { version: '2.21.0', wheels: gpuWheels.map(({ pin }) => pin) },
    },
    pipParameters: ['--no-index', ...(index === undefined ? [] : ['--find-links', index])],
    vendor: { storage: 'http://127.0.0.1:9' },
    buildBinding: compiles,
    appRuntime: null,
    ...others,
  }
}

const root = (home = 'home') => join(folder, home, 'cache', 'runtime')
const fromFolder = (recipe = recipeOf()) =>
  installRuntime({ variant: 'gpu', from: carried }, recipe)

describe('a runtime for graphics cards', () => {
  test("has NVIDIA's libraries where TensorFlow's run path leads, and their licences", async () => {
    const { folder: at, variant, version } = await fromFolder()
    expect({ variant, version }).toEqual({ variant: 'gpu', version: '2.21.0' })
    const files = (await readdir(at, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(at.length + 1))
    expect(files.filter((name) => /^(nvidia|licenses)/.test(name)).sort()).toEqual([
      'licenses/nvidia-cuda-nvcc-cu12.txt',
      'licenses/nvidia-cudnn-cu12.txt',
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
      'nvidia/cudnn/lib/libcudnn.so.9',
    ])
    expect((await stat(join(at, 'nvidia/cuda_nvcc/bin/ptxas'))).mode & 0o111).toBe(0o111)
    expect(await readdir(join(at, 'lib', '..', 'nvidia', 'cudnn', 'lib'))).toHaveLength(1)
  })

  test('computes unless the processor is asked for, and then if nothing else can', async () => {
    const recipe = recipeOf()
    await fromFolder(recipe)
    expect(await findRuntime({ device: 'cpu' }, recipe)).toMatchObject({ variant: 'gpu' })
    await installRuntime({ variant: 'cpu', from: carried }, recipe)
    expect(await findRuntime({}, recipe)).toMatchObject({ variant: 'gpu' })
    expect(await findRuntime({ device: 'gpu:1' }, recipe)).toMatchObject({ variant: 'gpu' })
    expect(await findRuntime({ device: 'cpu' }, recipe)).toMatchObject({ variant: 'cpu' })
    const states = (await listRuntimes(recipe)).map(({ variant, state }) => [variant, state])
    expect(states).toEqual([
      ['cpu', 'unused'],
      ['gpu', 'used'],
    ])
  })

  test('is never fetched unasked', async () => {
    const recipe = recipeOf({ index: carried })
    await installRuntime({ variant: 'cpu', from: carried }, recipe)
    await expect(ensureRuntime({ device: 'gpu:0' }, recipe)).rejects.toMatchObject({
      code: 'device-missing',
      hint: 'Install it: glyphlab runtime install gpu.',
    })
  })

  test('goes by itself, and leaves the one for the processor', async () => {
    const recipe = recipeOf()
    await fromFolder(recipe)
    const { folder: kept } = await installRuntime({ variant: 'cpu', from: carried }, recipe)
    expect(await removeRuntimes(recipe.environment, 'gpu')).toMatchObject([{ variant: 'gpu' }])
    expect((await listRuntimes(recipe)).map((one) => one.folder)).toEqual([kept])
  })

  test('takes over the binding of another runtime here', async () => {
    const recipe = recipeOf()
    await installRuntime({ variant: 'cpu', from: carried }, recipe)
    const { binding } = await fromFolder({ ...recipe, buildBinding: hasNoCompiler })
    expect(await readFile(binding, 'utf8')).toBe('compiled')
  })

  test('is not there on a system without wheels for it', async () => {
    const pins = { ...recipeOf().pins, gpu: null }
    for (const from of [null, carried])
      await expect(
        installRuntime({ variant: 'gpu', from }, recipeOf({ pins })),
      ).rejects.toMatchObject({
        code: 'runtime-missing',
        message: expect.stringContaining('there is no runtime for graphics cards on'),
      })
  })
})

test('what pip has fetched whole is kept until all is installed', async () => {
  const breaks: BuildBinding = () => Promise.reject(new Error('the power fails'))
  const recipe = recipeOf({ index: carried, buildBinding: breaks })
  await expect(installRuntime({ variant: 'gpu' }, recipe)).rejects.toThrow('the power fails')
  expect(await listRuntimes(recipe)).toMatchObject([{ content: 'unfinished', variant: 'gpu' }])
  // Where nothing can be fetched any more.
  expect(await installRuntime({ variant: 'gpu' }, recipeOf())).toMatchObject({ source: 'wheel' })
  expect(await readdir(root())).toEqual([expect.stringMatching(/^tensorflow-2\.21\.0-gpu-/)])
}, 30_000)

describe('a folder of wheels that was carried here', () => {
  const [tensorflow, cudnn] = gpuWheels.map(({ name }) => name)
  const pathOf = (name = '') => join(carried, name)

  test.each([
    [
      'lacks one',
      () => rm(pathOf(cudnn)),
      'is incomplete: it lacks the wheel of nvidia-cudnn-cu12 9.1',
    ],
    ['has a truncated one', () => truncate(pathOf(cudnn), 100), 'is damaged'],
    [
      'has one of another content',
      async () => {
        const bytes = await readFile(pathOf(cudnn))
        bytes.write('M', 60)
        await writeFile(pathOf(cudnn), bytes)
      },
      'is damaged',
    ],
    [
      'has one of another version',
      async () => {
        await rm(pathOf(cudnn))
        await writeFile(pathOf('nvidia_cudnn_cu12-8.9-py3-none-manylinux1_x86_64.whl'), '')
      },
      'holds nvidia-cudnn-cu12 8.9, wanted is nvidia-cudnn-cu12 9.1 for manylinux_2_27_x86_64',
    ],
    [
      'has one for another system',
      async () => {
        await rm(pathOf(tensorflow))
        await writeFile(pathOf('tensorflow-2.21.0-cp311-cp311-win_amd64.whl'), '')
      },
      'win_amd64.whl is for another system',
    ],
    ['is not there', () => rm(carried, { recursive: true }), 'there is no folder'],
  ])('is refused where it %s', async (_how, spoil, message) => {
    await spoil()
    await expect(fromFolder()).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining(message),
    })
    expect(await readdir(root())).toEqual([])
  })

  test('is not enough where there is no compiler', async () => {
    await expect(fromFolder(recipeOf({ buildBinding: hasNoCompiler }))).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining('none that fits was carried along'),
    })
  })
})

describe('a packed folder', () => {
  const packed = () => join(folder, 'packed')
  const manifest = () => join(packed(), 'glyphlab-runtime.json')
  const install = (home: string, changes: Partial<InstallRecipe> = {}) =>
    installRuntime({ variant: 'gpu', from: packed() }, recipeOf({ home, ...changes }))

  /** As pip would have left them: only what is missing is fetched. */
  beforeEach(async () => {
    await mkdir(join(packed(), 'wheels'), { recursive: true })
    for (const { name, bytes } of gpuWheels) await writeFile(join(packed(), 'wheels', name), bytes)
    await packRuntime({ folder: packed(), variant: 'gpu' }, recipeOf({ home: 'here' }))
  })

  test('is all that another machine needs: no index, no compiler', async () => {
    expect((await readdir(packed())).sort()).toEqual([
      'README.txt',
      'binding',
      'glyphlab-runtime.json',
      'wheels',
    ])
    const { binding } = await install('there', { buildBinding: hasNoCompiler })
    expect(await readFile(binding, 'utf8')).toBe('compiled')
    expect(await readFile(join(packed(), 'README.txt'), 'utf8')).toContain(
      'glyphlab runtime install gpu --from',
    )
  })

  test.each([
    ['system', { system: 'darwin-arm64' }, 'was packed for darwin-arm64, this machine is'],
    ['variant', { variant: 'cpu' }, 'was packed for cpu, not for gpu'],
    ['TensorFlow', { tensorflow: '2.20.0' }, 'holds TensorFlow 2.20.0, this Glyphlab takes 2.21.0'],
    ['layout', { schema: 2 }, 'glyphlab-runtime.json cannot be read'],
  ])('of another %s is refused', async (_what, change, message) => {
    const text = await readFile(manifest(), 'utf8')
    await writeFile(manifest(), JSON.stringify({ ...(JSON.parse(text) as object), ...change }))
    await expect(install('there')).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining(message),
    })
  })

  test.each([
    ['lacks', () => rm(join(packed(), 'binding', 'tfjs_binding.node')), 'is incomplete'],
    [
      'has a changed',
      () => writeFile(join(packed(), 'binding', 'tfjs_binding.node'), 'evil'),
      'is damaged',
    ],
  ])('that %s binding is refused', async (_how, spoil, message) => {
    await spoil()
    await expect(install('there')).rejects.toMatchObject({
      message: expect.stringContaining(message),
    })
    expect(await readdir(root('there'))).toEqual([])
  })

  test('is not made among other files', async () => {
    await writeFile(join(packed(), 'thesis.txt'), 'mine')
    const again = packRuntime({ folder: packed(), variant: 'gpu' }, recipeOf())
    await expect(again).rejects.toMatchObject({
      code: 'output-failed',
      message: `${packed()} holds thesis.txt, which is nothing of a packed runtime`,
    })
    expect(await readdir(packed())).toContain('thesis.txt')
  })
})

describe("the installed app's own runtime", () => {
  /** Laid out as a sealed folder, with its binding. */
  async function appRuntime(): Promise<string> {
    const maker = recipeOf({ home: 'maker' })
    const made = await installRuntime({ variant: 'cpu', from: carried }, maker)
    return made.folder
  }

  test('is found, listed as the app’s, and stays when runtimes are removed', async () => {
    const recipe = recipeOf({ appRuntime: await appRuntime() })
    const found = await findRuntime({}, recipe)
    expect(found).toMatchObject({ source: 'app', folder: recipe.appRuntime, variant: 'cpu' })
    expect(await listRuntimes(recipe)).toMatchObject([{ source: 'app', state: 'used' }])
    expect(await installRuntime({ variant: 'cpu' }, recipe)).toMatchObject({ source: 'app' })
    expect(await removeRuntimes(recipe.environment)).toEqual([])
    expect(await findRuntime({}, recipe)).toEqual(found)
  })

  test('gives way to an installed one, and lends it the binding', async () => {
    const recipe = recipeOf({ appRuntime: await appRuntime(), buildBinding: hasNoCompiler })
    const { binding } = await fromFolder(recipe)
    expect(await readFile(binding, 'utf8')).toBe('compiled')
    expect(await findRuntime({}, recipe)).toMatchObject({ variant: 'gpu', source: 'cache' })
    expect(await findRuntime({ device: 'cpu' }, recipe)).toMatchObject({ source: 'app' })
  })

  test('that is not whole is told, and not used', async () => {
    const recipe = recipeOf({ appRuntime: join(folder, 'resources') })
    await mkdir(join(folder, 'resources', 'lib'), { recursive: true })
    await writeFile(join(folder, 'resources', 'lib', 'libtensorflow_cc.so.2'), 'half of it')
    expect(await findRuntime({}, recipe)).toBeNull()
    expect(await listRuntimes(recipe)).toMatchObject([{ source: 'app', state: 'damaged' }])
  })
})

test('after an update only the binding is made anew, and no room is taken', async () => {
  const recipe = recipeOf()
  const { folder: at, binding } = await fromFolder(recipe)
  const older = join(root(), 'tensorflow-2.21.0-gpu-linux-x64-000000000000')
  await rename(at, older)
  await rm(carried, { recursive: true })
  const rebuilds: BuildBinding = async ({ outputFile }) => {
    await writeFile(outputFile, 'compiled by the update')
    return true
  }
  expect(
    await findRuntime({ device: 'gpu:0' }, { ...recipe, buildBinding: hasNoCompiler }),
  ).toBeNull()
  const found = await findRuntime({}, { ...recipe, buildBinding: rebuilds })
  expect(found).toMatchObject({ source: 'cache', variant: 'gpu', folder: at, binding })
  expect(await readFile(binding, 'utf8')).toBe('compiled by the update')
  expect(await readFile(join(older, 'lib', 'tfjs_binding.node'), 'utf8')).toBe('compiled')
  const cudnn = join('nvidia', 'cudnn', 'lib', 'libcudnn.so.9')
  expect((await stat(join(at, cudnn))).ino).toBe((await stat(join(older, cudnn))).ino)
})

test('a manifest of an earlier version is of a runtime for the processor', async () => {
  const recipe = recipeOf()
  const [name = ''] = runtimeFolderNames(recipe.pins, 'cpu', await bindingSourceHash())
  const at = join(root(), name)
  await mkdir(join(at, 'lib'), { recursive: true })
  await writeFile(join(at, 'lib', 'tfjs_binding.node'), 'old')
  await sealFolder(at, {
    version: '2.21.0',
    variant: 'gpu',
    wheels: null,
    binding: 'lib/tfjs_binding.node',
  })
  const file = join(at, 'manifest.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"variant": "gpu",', ''))
  expect(await findRuntime({}, recipe)).toMatchObject({ folder: at, variant: 'cpu' })
})
