import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildBinding, type BuildBinding } from './binding'
import { ensureRuntime } from './ensure-runtime'

const LIBRARIES =
  process.platform === 'darwin'
    ? ['libtensorflow.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow.so.2', 'libtensorflow_framework.so.2']

let folder: string
let chosen: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-environment-'))
  chosen = join(folder, 'libtensorflow')
  for (const name of LIBRARIES) await put(join('lib', name), 'made library')
  await put('include/tensorflow/c/c_api.h', '#error not a real header\n')
})
afterEach(() => rm(folder, { recursive: true }))

async function put(path: string, text: string) {
  await mkdir(dirname(join(chosen, path)), { recursive: true })
  await writeFile(join(chosen, path), text)
}

function ensure(build: BuildBinding) {
  const environment = { GLYPHLAB_HOME: join(folder, 'home'), GLYPHLAB_LIBTENSORFLOW: chosen }
  const pins = { wheel: null, archive: null, gpu: null }
  const nowhere = {
    pins,
    pipParameters: [],
    vendor: { storage: 'http://127.0.0.1:9' },
    appRuntime: null,
  }
  return ensureRuntime({}, { environment, ...nowhere, buildBinding: build })
}

/** Writes how many times it was called. */
function countingBuild(): BuildBinding {
  let count = 0
  return async ({ outputFile }) => {
    await mkdir(dirname(outputFile))
    await writeFile(outputFile, `build ${++count}`)
    return true
  }
}

test('builds the binding into the cache, once, and leaves the folder alone', async () => {
  const before = await readdir(chosen, { recursive: true })
  const build = countingBuild()
  const runtime = await ensure(build)
  expect(runtime).toMatchObject({ source: 'environment', version: null, folder: chosen })
  expect(await ensure(build)).toEqual(runtime)
  expect(await readFile(runtime.binding, 'utf8')).toBe('build 1')
  expect(runtime.binding.startsWith(join(folder, 'home', 'cache'))).toBe(true)
  expect(await readdir(chosen, { recursive: true })).toEqual(before)
})

test('builds anew when the libraries have changed', async () => {
  const build = countingBuild()
  await ensure(build)
  await put(join('lib', LIBRARIES[0] ?? ''), 'another library')
  expect(await readFile((await ensure(build)).binding, 'utf8')).toBe('build 2')
})

test.each([
  ['libraries', 'lib', /^GLYPHLAB_LIBTENSORFLOW: .*\/lib holds no libtensorflow$/],
  ['headers', 'include', /^GLYPHLAB_LIBTENSORFLOW: there is no .*c_api\.h$/],
])('refuses a folder without %s', async (_what, part, message) => {
  await rm(join(chosen, part), { recursive: true })
  await expect(ensure(countingBuild())).rejects.toMatchObject({
    code: 'runtime-missing',
    message: expect.stringMatching(message),
    hint: expect.stringContaining('unset GLYPHLAB_LIBTENSORFLOW'),
  })
})

test("gives the compiler's first error in one line", async () => {
  await expect(ensure(buildBinding)).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: expect.stringMatching(
      /could not compile the TensorFlow binding .*c_api\.h:1:2: error: #error not a real header$/,
    ),
  })
  expect(await readdir(join(folder, 'home', 'cache', 'runtime'))).toEqual([])
})

test('says what to install when there is no compiler', async () => {
  await expect(ensure(() => Promise.resolve(false))).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: 'there is no C++ compiler to build the TensorFlow binding with',
    hint: expect.stringContaining('g++'),
  })
})
