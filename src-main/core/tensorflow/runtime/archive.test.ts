import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConnections } from '../../connections/ledger'
import { HASTY } from '../../download/hasty.test-helper'
import { ensureRuntime } from './ensure-runtime'
import { serveFiles, type FileServer, type ServedFile } from './fixtures/file-server'
import type { InstallRecipe } from './install-recipe'

const ARCHIVE = 'libtensorflow/made-2.9.1.tar.gz'
const PREBUILT = '/tf-builds/pre-built-binary/napi-v8/4.22.0/GPU-linux-4.22.0.tar.gz'
const LIBRARIES =
  process.platform === 'darwin'
    ? ['lib/libtensorflow.2.dylib', 'lib/libtensorflow_framework.2.dylib']
    : ['lib/libtensorflow.so.2', 'lib/libtensorflow_framework.so.2']

let folder: string
let files: Map<string, ServedFile>
let server: FileServer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-archive-'))
  files = new Map()
  server = await serveFiles(files)
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** A .tar.gz of these members, each holding its own name. */
async function madeArchive(members: readonly string[]): Promise<Buffer> {
  const content = await mkdtemp(join(folder, 'content-'))
  for (const member of members) {
    await mkdir(dirname(join(content, member)), { recursive: true })
    await writeFile(join(content, member), member)
  }
  execFileSync('tar', ['-czf', join(folder, 'made.tar.gz'), '-C', content, '.'])
  return readFile(join(folder, 'made.tar.gz'))
}

/** A system without a wheel, whose only way is the vendor's archive. */
function archiveRecipe(bytes: Buffer, hasCompiler = true): InstallRecipe {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    environment: { GLYPHLAB_HOME: join(folder, 'home') },
    pins: { wheel: null, archive: { version: '2.9.1', path: ARCHIVE, sha256 }, gpu: null },
    pipParameters: [],
    vendor: { storage: server.url, patience: HASTY },
    appRuntime: null,
    async buildBinding({ outputFile }) {
      if (hasCompiler) await writeFile(outputFile, 'binding')
      return hasCompiler
    },
  }
}

function cacheEntries(): Promise<readonly string[]> {
  return readdir(join(folder, 'home', 'cache', 'runtime'))
}

describe("the vendor's archive", () => {
  test('is installed where there is no wheel, then found', async () => {
    const bytes = await madeArchive([...LIBRARIES, 'include/tensorflow/c/c_api.h', 'LICENSE'])
    files.set(`/${ARCHIVE}`, { bytes })
    const installed = await ensureRuntime({}, archiveRecipe(bytes))
    expect(installed).toMatchObject({ source: 'archive', version: '2.9.1' })
    const found = await ensureRuntime({}, archiveRecipe(bytes))
    expect(found).toEqual({ ...installed, source: 'cache' })
    expect(await readConnections(join(folder, 'home'))).toMatchObject([
      {
        purpose: { kind: 'runtime', version: '2.9.1' },
        ...{ host: new URL(server.url).host, bytes: bytes.length + 1, outcome: 'done' },
      },
    ])
  })

  test('is gone on with where the connection breaks off', async () => {
    const bytes = await madeArchive([...LIBRARIES, 'include/tensorflow/c/c_api.h'])
    files.set(`/${ARCHIVE}`, { bytes, breaksOff: true })
    expect(await ensureRuntime({}, archiveRecipe(bytes))).toMatchObject({ source: 'archive' })
  })

  test('that is truncated is refused', async () => {
    const bytes = await madeArchive(LIBRARIES)
    files.set(`/${ARCHIVE}`, { bytes: bytes.subarray(0, 60) })
    await expect(ensureRuntime({}, archiveRecipe(bytes))).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: expect.stringContaining('truncated'),
    })
    expect(await cacheEntries()).toEqual([])
  })

  test('without the library is refused', async () => {
    const bytes = await madeArchive(['include/tensorflow/c/c_api.h'])
    files.set(`/${ARCHIVE}`, { bytes })
    await expect(ensureRuntime({}, archiveRecipe(bytes))).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: `${server.url}/${ARCHIVE} holds no libtensorflow in lib/`,
    })
    expect(await cacheEntries()).toEqual([])
  })
})

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('without a compiler', () => {
  test("the vendor's binding is taken, and finds the libraries", async () => {
    const bytes = await madeArchive(LIBRARIES)
    files.set(`/${ARCHIVE}`, { bytes })
    files.set(PREBUILT, { bytes: await madeArchive(['napi-v8/tfjs_binding.node']) })
    const runtime = await ensureRuntime({}, archiveRecipe(bytes, false))
    expect(await readFile(runtime.binding, 'utf8')).toBe('napi-v8/tfjs_binding.node')
    // The vendor's binding was linked with this run path.
    const searched = join(dirname(runtime.binding), '..', '..', 'deps', 'lib')
    for (const name of ['libtensorflow.so.2', 'libtensorflow_framework.so.2']) {
      expect(await realpath(join(searched, name))).toBe(
        await realpath(join(runtime.folder, 'lib', name)),
      )
    }
  })

  test('and without it the error says what to install', async () => {
    const bytes = await madeArchive(LIBRARIES)
    files.set(`/${ARCHIVE}`, { bytes })
    await expect(ensureRuntime({}, archiveRecipe(bytes, false))).rejects.toMatchObject({
      code: 'runtime-install-failed',
      message: `there is no C++ compiler for the TensorFlow binding, and no prebuilt one: ${server.url}${PREBUILT} cannot be downloaded: ${new URL(server.url).host} answers 404 Not Found`,
      hint: expect.stringContaining('g++'),
    })
    expect(await cacheEntries()).toEqual([])
  })
})
