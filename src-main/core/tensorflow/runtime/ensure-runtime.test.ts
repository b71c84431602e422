import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConnections } from '../../connections/ledger'
import { HASTY } from '../../download/hasty.test-helper'
import type { BuildBinding } from './binding'
import { ensureRuntime, findRuntime } from './ensure-runtime'
import { madeWheel, pinOf, wheelFolder, wheelMembers } from './fixtures/made-wheel'
import type { InstallProgress } from './install-progress'
import type { InstallRecipe } from './install-recipe'
import { NEEDED_MEMBERS } from './wheel'

const NO_SERVER = 'http://127.0.0.1:9'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-runtime-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The libraries of made wheels are a line of text: nothing can be linked with them. */
const standIn: BuildBinding = async ({ outputFile }) => {
  await writeFile(outputFile, 'binding')
  return true
}

async function wheelRecipe(
  bytes: Buffer,
  changes: Partial<InstallRecipe> = {},
): Promise<InstallRecipe> {
  return {
    environment: { GLYPHLAB_HOME: join(folder, 'home') },
    pins: { wheel: pinOf(bytes), archive: null, gpu: null },
    pipParameters: await wheelFolder(join(folder, 'wheels'), bytes),
    vendor: { storage: NO_SERVER, patience: HASTY },
    appRuntime: null,
    buildBinding: standIn,
    ...changes,
  }
}

/** What lies in the cache: nothing, where an installation failed. */
function cacheEntries(): Promise<readonly string[]> {
  return readdir(join(folder, 'home', 'cache', 'runtime'))
}

describe('a whole wheel', () => {
  test('is installed, then found', async () => {
    const recipe = await wheelRecipe(madeWheel().bytes)
    const installed = await ensureRuntime({}, recipe)
    expect(installed).toMatchObject({ source: 'wheel', version: '2.21.0', variant: 'cpu' })
    expect(await cacheEntries()).toHaveLength(1)
    expect((await readdir(installed.folder)).sort()).toEqual([
      'LICENSE',
      'THIRD_PARTY_NOTICES.txt',
      'include',
      'lib',
      'manifest.json',
    ])
    expect(await readFile(installed.binding, 'utf8')).toBe('binding')
    expect(await readdir(join(installed.folder, 'include', 'tensorflow'))).toEqual(['c'])

    const build: BuildBinding = () => Promise.reject(new Error('built twice'))
    const found = await ensureRuntime({}, { ...recipe, buildBinding: build })
    expect(found).toEqual({ ...installed, source: 'cache' })
    expect(await findRuntime({}, recipe)).toEqual(found)
    expect(await readConnections(join(folder, 'home'))).toMatchObject([
      {
        purpose: { kind: 'runtime', version: '2.21.0' },
        ...{ host: 'pip', bytes: recipe.pins.wheel?.sizeBytes, outcome: 'done' },
      },
    ])
  })

  test('is not installed by who only looks for one', async () => {
    expect(await findRuntime({}, await wheelRecipe(madeWheel().bytes))).toBeNull()
    expect(await readdir(folder)).toEqual(['wheels'])
  })

  test('reports phases in order, bytes that never fall and end whole', async () => {
    const reports: InstallProgress[] = []
    const recipe = await wheelRecipe(madeWheel().bytes)
    await ensureRuntime({ onProgress: (progress) => reports.push(progress) }, recipe)
    const phases = [...new Set(reports.map(({ phase }) => phase))]
    const stripping = process.platform === 'linux' ? ['stripping'] : []
    expect(phases).toEqual(['downloading', 'unpacking', ...stripping, 'compiling'])
    for (const phase of ['downloading', 'unpacking']) {
      const bytes = reports.filter((report) => report.phase === phase && 'bytesDone' in report)
      const done = bytes.map((report) => ('bytesDone' in report ? report.bytesDone : -1))
      expect(done).toEqual([...done].sort((a, b) => a - b))
      expect(bytes.at(-1)).toMatchObject({ bytesTotal: done.at(-1) })
    }
  })

  test.each([
    ['is missing', (file: string) => rm(file)],
    ['is empty', (file: string) => truncate(file)],
  ])('is installed again when a file %s', async (_how, damage) => {
    const recipe = await wheelRecipe(madeWheel().bytes)
    const { binding } = await ensureRuntime({}, recipe)
    await damage(binding)
    const repaired = await ensureRuntime({}, recipe)
    expect(repaired).toMatchObject({ source: 'wheel', binding })
    expect(await readFile(binding, 'utf8')).toBe('binding')
  })
})

describe('a bad wheel', () => {
  test('with another hash is refused', async () => {
    const recipe = await wheelRecipe(madeWheel().bytes)
    const other = madeWheel({ ...wheelMembers(), 'tensorflow/__init__.py': '# changed\n' }).bytes
    const pins = { wheel: { ...pinOf(other) }, archive: null, gpu: null }
    await expect(ensureRuntime({}, { ...recipe, pins })).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: `the wheel tensorflow-cpu 2.21.0 that pip got has SHA-256 ${pinOf(madeWheel().bytes).sha256}, not ${pinOf(other).sha256}: truncated, or not the original`,
    })
    expect(await cacheEntries()).toEqual([])
  })

  test('that is truncated is refused', async () => {
    const { bytes } = madeWheel()
    const recipe = await wheelRecipe(bytes.subarray(0, 700))
    const pins = { wheel: pinOf(bytes), archive: null, gpu: null }
    await expect(ensureRuntime({}, { ...recipe, pins })).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining('truncated'),
    })
    expect(await cacheEntries()).toEqual([])
  })

  test.each([...NEEDED_MEMBERS.keys()])('without %s is refused', async (member) => {
    const others = Object.entries(wheelMembers()).filter(([name]) => !name.endsWith(`/${member}`))
    const recipe = await wheelRecipe(madeWheel(Object.fromEntries(others)).bytes)
    await expect(ensureRuntime({}, recipe)).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: `the TensorFlow wheel has no member tensorflow/${member}`,
    })
    expect(await cacheEntries()).toEqual([])
  })

  test('with a damaged member is refused', async () => {
    const member = `tensorflow/${[...NEEDED_MEMBERS.keys()][0]}`
    const { bytes, dataStarts } = madeWheel()
    bytes.write('M', dataStarts.get(member) ?? 0)
    await expect(ensureRuntime({}, await wheelRecipe(bytes))).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining(`entry "${member}": its checksum does not match`),
    })
    expect(await cacheEntries()).toEqual([])
  })

  test('does not cost an older runtime that is whole', async () => {
    const good = await wheelRecipe(madeWheel().bytes)
    const installed = await ensureRuntime({}, good)
    const bad = await wheelRecipe(madeWheel({}).bytes)
    await expect(ensureRuntime({}, bad)).rejects.toThrow()
    expect(await ensureRuntime({}, good)).toEqual({ ...installed, source: 'cache' })
  })
})

test('says the three ways when none leads to a runtime', async () => {
  await mkdir(join(folder, 'empty'))
  const archive = { version: '2.9.1', path: 'a.tar.gz', sha256: '00' }
  const recipe: InstallRecipe = {
    environment: { GLYPHLAB_HOME: join(folder, 'home') },
    pins: { wheel: pinOf(madeWheel().bytes), archive, gpu: null },
    pipParameters: ['--no-index', '--find-links', join(folder, 'empty')],
    vendor: { storage: NO_SERVER, patience: HASTY },
    appRuntime: null,
    buildBinding: standIn,
  }
  const failure = ensureRuntime({}, recipe)
  await expect(failure).rejects.toMatchObject({
    code: 'runtime-missing',
    message: expect.stringMatching(
      /^no TensorFlow runtime, and no way to get one: \(1\) GLYPHLAB_LIBTENSORFLOW is not set; \(2\) the wheel by pip: .*No matching distribution.*; \(3\) the vendor's archive: http:\/\/127\.0\.0\.1:9\/a\.tar\.gz cannot be downloaded: [^\n]+$/,
    ),
    hint: expect.stringMatching(/GLYPHLAB_LIBTENSORFLOW.*pip.*internet/),
  })
  expect(await cacheEntries()).toEqual([])
})

test.runIf(process.platform === 'linux')('says so where there can be no cache', async () => {
  const recipe = await wheelRecipe(madeWheel().bytes, {
    environment: { GLYPHLAB_HOME: '/proc/glyphlab' },
  })
  await expect(ensureRuntime({}, recipe)).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: 'the TensorFlow runtime cannot be written to /proc/glyphlab/cache/runtime (ENOENT)',
  })
})

test('says so when the cache cannot be written', async () => {
  const recipe = await wheelRecipe(madeWheel().bytes)
  await writeFile(join(folder, 'home'), 'a file where a folder is needed')
  await expect(ensureRuntime({}, recipe)).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: expect.stringContaining('cannot be written'),
  })
})

test.each(['downloading', 'compiling'] as const)('stops when aborted while %s', async (phase) => {
  const controller = new AbortController()
  const recipe = await wheelRecipe(madeWheel().bytes, {
    buildBinding: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
      }),
  })
  const onProgress = (progress: InstallProgress) => {
    if (progress.phase === phase) setTimeout(() => controller.abort(), 50)
  }
  const installation = ensureRuntime({ onProgress, signal: controller.signal }, recipe)
  await expect(installation).rejects.toMatchObject({ name: 'AbortError' })
  expect(await cacheEntries()).toEqual([])
})
