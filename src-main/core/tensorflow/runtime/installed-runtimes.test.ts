import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HASTY } from '../../download/hasty.test-helper'
import { ensureRuntime } from './ensure-runtime'
import { madeWheel, pinOf, wheelFolder } from './fixtures/made-wheel'
import type { InstallRecipe } from './install-recipe'
import { listRuntimes } from './installed-runtimes'
import { removeRuntimes } from './remove-runtimes'

let folder: string
let root: string
let recipe: InstallRecipe
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-runtimes-'))
  root = join(folder, 'home', 'cache', 'runtime')
  const { bytes } = madeWheel()
  recipe = {
    environment: { GLYPHLAB_HOME: join(folder, 'home') },
    pins: { wheel: pinOf(bytes), archive: null, gpu: null },
    pipParameters: await wheelFolder(join(folder, 'wheels'), bytes),
    vendor: { storage: 'http://127.0.0.1:9', patience: HASTY },
    appRuntime: null,
    buildBinding: async ({ outputFile }) => {
      await writeFile(outputFile, 'binding')
      return true
    },
  }
})
afterEach(() => rm(folder, { recursive: true }))

const OLDER = 'tensorflow-2.9.1-cpu-linux-x64-0123456789ab'

/** Installs the runtime and puts beside it what years may leave there. */
async function fillCache(): Promise<string> {
  const { folder: installed } = await ensureRuntime({}, recipe)
  await mkdir(join(root, OLDER, 'lib'), { recursive: true })
  await writeFile(join(root, OLDER, 'lib', 'libtensorflow.so.2'), 'half of it')
  await mkdir(join(root, 'unfinished-elsewhere-1-abcdef'))
  await mkdir(join(root, 'mine'))
  return installed
}

describe('the list of runtimes', () => {
  test('is empty where nothing was ever installed', async () => {
    expect(await listRuntimes(recipe)).toEqual([])
  })

  test('tells the used one, damaged ones and unfinished ones apart', async () => {
    const installed = await fillCache()
    const runtimes = await listRuntimes(recipe)
    const shown = runtimes.map(({ content, version, state, folder: at }) => [
      content,
      version,
      state,
      at,
    ])
    expect(shown).toEqual([
      ['runtime', '2.21.0', 'used', installed],
      ['runtime', null, 'damaged', join(root, OLDER)],
      ['unfinished', null, 'unused', join(root, 'unfinished-elsewhere-1-abcdef')],
    ])
    const used = runtimes.find(({ state }) => state === 'used')
    expect(used?.bytesOnDisk).toBeGreaterThan(0)
  })

  test('begins with the folder that the environment names, which is the used one then', async () => {
    const installed = await fillCache()
    const own = join(folder, 'own')
    await mkdir(own)
    const environment = { ...recipe.environment, GLYPHLAB_LIBTENSORFLOW: own }
    const [first, ...others] = await listRuntimes({ ...recipe, environment })
    expect(first).toMatchObject({ source: 'environment', folder: own, state: 'used' })
    expect(others.find((other) => other.folder === installed)).toMatchObject({ state: 'unused' })
  })
})

describe('removing runtimes', () => {
  test('frees all but what is not ours', async () => {
    const installed = await fillCache()
    const removed = await removeRuntimes(recipe.environment)
    expect(removed.map(({ folder: at }) => at)).toContain(installed)
    expect(removed).toHaveLength(3)
    expect(await readdir(root)).toEqual(['mine'])
    expect(await listRuntimes(recipe)).toEqual([])
  })

  test('leaves no folder where nothing else was in it, and can be repeated', async () => {
    await ensureRuntime({}, recipe)
    expect(await removeRuntimes(recipe.environment)).toHaveLength(1)
    await expect(readdir(root)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await removeRuntimes(recipe.environment)).toEqual([])
  })

  test('is refused while a process installs one', async () => {
    const installed = await fillCache()
    const holder = { pid: process.pid, host: hostname(), token: 'x' }
    await writeFile(join(root, 'install.lock'), JSON.stringify(holder))
    await expect(removeRuntimes(recipe.environment)).rejects.toMatchObject({
      code: 'runtime-busy',
      message: `process ${process.pid} is installing a TensorFlow runtime`,
    })
    expect(await readdir(installed)).toContain('manifest.json')
  })

  test('does not mind the lock of a process that was killed', async () => {
    await fillCache()
    const { pid } = spawnSync(process.execPath, ['--version'])
    const holder = { pid, host: hostname(), token: 'x' }
    await writeFile(join(root, 'install.lock'), JSON.stringify(holder))
    expect(await removeRuntimes(recipe.environment)).toHaveLength(3)
  })
})
