import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ROOT } from '../electron/build-harness'
import { ELECTRON } from '../electron/electron-binary'
import { makePackage } from './make-package'

const MEGABYTE = 1e6

/** What may lie in the archive, and must, by the paths of files. */
const IN_ARCHIVE: readonly RegExp[] = [
  /^package\.json$/,
  /^out\/app\/main\/(main|cli|trainer|evaluator|recogniser|data-worker|data-service)\.js$/,
  /^out\/app\/main\/[\w-]+-[\w-]{8}\.js$/,
  /^out\/app\/preload\/preload\.cjs$/,
  /^out\/app\/renderer\/(index\.html|icon\.svg|assets\/[\w-]+\.(js|css|woff2))$/,
  /^node_modules\/(@[\w-]+\/)?[\w-]+\/(.+\/)?[\w.-]+\.(js|json)$/,
  /^node_modules\/(@[\w-]+\/)?[\w-]+\/(licen[cs]e|notice)[\w.-]*$/i,
  /^node_modules\/@tensorflow\/tfjs-node-gpu\/binding\/\w+\.(cc|h)$/,
  /^node_modules\/node-api-headers\/include\/\w+\.h$/,
]
/** Beside the archive. */
const RESOURCES: readonly RegExp[] = [
  /^app\.asar$/,
  /^app\.asar\.unpacked\/node_modules\/(@tensorflow\/tfjs-node-gpu|node-api-headers)\//,
  /^bin\/glyphlab$/,
  /^(built-in|gate)\/(README\.md|run\.json|metrics\.jsonl|checkpoints\/best\.safetensors)$/,
  /^(built-in|gate)\/evaluations\/[\w-]+\.json$/,
  /^licenses\/(Glyphlab|THIRD_PARTY_LICENSES)\.txt$/,
  /^runtime\/cpu\/(LICENSE|THIRD_PARTY_NOTICES\.txt|manifest\.json)$/,
  /^runtime\/cpu\/include\//,
  /^runtime\/cpu\/lib\/(libtensorflow_(cc|framework)\.so\.2|tfjs_binding\.node|stderr_gate\.node)$/,
]
/** Where DR's probe of the driver has been built along with the binding. */
const MAY_BE: readonly RegExp[] = [/^runtime\/cpu\/lib\/gpu_probe$/]

const namedSchema = z.object({ name: z.string(), main: z.string().optional() })

describe.skipIf(ELECTRON === null)('what is packaged', () => {
  let output: string
  let application: string
  let resources: string
  let archive: string
  let archived: readonly string[]
  let beside: readonly string[]
  beforeAll(async () => {
    output = await mkdtemp(join(tmpdir(), 'glyphlab-contents-'))
    application = await makePackage('with-electron-9', output, ELECTRON ?? '')
    resources = join(application, 'resources')
    archive = join(resources, 'app.asar')
    const files = listPackage(archive, { isPack: false }).map((path) => path.slice(1))
    const folders = new Set(files.map((path) => dirname(path)))
    archived = files.filter((path) => !folders.has(path))
    beside = (await filesOf(resources)).filter((path) => !isOfElectron(path))
  })
  afterAll(() => rm(output, { recursive: true, force: true }))

  /** The stand-in keeps it; electron-builder takes it out of a distribution that it has fetched. */
  const isOfElectron = (path: string) => path === 'default_app.asar'

  test('is Electron, the program under its name, and resources', async () => {
    const distribution = (await filesOf(dirname(ELECTRON ?? '')))
      .filter((path) => !path.startsWith('resources/'))
      .map((path) => (path === 'electron' ? 'glyphlab' : path))
      .map((path) => (path === 'LICENSE' ? 'LICENSE.electron.txt' : path))
      .filter((path) => !path.startsWith('locales/') || path === 'locales/en-US.pak')
    const found = (await filesOf(application)).filter((path) => !path.startsWith('resources/'))
    expect(found.sort()).toEqual(distribution.sort())
  })

  test('has in its archive what it needs, and nothing else', () => {
    expect(archived.filter((path) => !IN_ARCHIVE.some((one) => one.test(path)))).toEqual([])
    expect(IN_ARCHIVE.filter((one) => !archived.some((path) => one.test(path)))).toEqual([])
  })

  test('starts where its package.json says', () => {
    const about = namedSchema.parse(JSON.parse(extractFile(archive, 'package.json').toString()))
    expect(about.name).toBe('glyphlab')
    expect(archived).toContain(about.main)
  })

  test('has no development dependency', async () => {
    const checkout = z.object({ devDependencies: z.record(z.string(), z.string()) })
    const about: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const modules = archived.flatMap(
      (path) => /^node_modules\/((?:@[\w-]+\/)?[\w-]+)\/package\.json$/.exec(path)?.[1] ?? [],
    )
    expect(modules).toContain('@tensorflow/tfjs-node-gpu')
    const { devDependencies } = checkout.parse(about)
    expect(modules.filter((name) => name in devDependencies)).toEqual([])
  })

  test('has beside the archive what it needs, and nothing else', () => {
    const known = [...RESOURCES, ...MAY_BE]
    expect(beside.filter((path) => !known.some((one) => one.test(path)))).toEqual([])
    expect(RESOURCES.filter((one) => !beside.some((path) => one.test(path)))).toEqual([])
  })

  test('lets everybody start the command line', async () => {
    expect((await stat(join(resources, 'bin', 'glyphlab'))).mode & 0o111).toBe(0o111)
  })

  test('knows no path of this machine', async () => {
    const paths = [ROOT, homedir(), output].map((path) => `${path.replace(/\/$/, '')}/`)
    const found: string[] = []
    for (const path of beside) {
      const content = await readFile(join(resources, path))
      found.push(...paths.filter((one) => content.includes(one)).map((one) => `${path}: ${one}`))
    }
    expect(found).toEqual([])
  })

  test('has no images of EMNIST', () => {
    expect(
      [...archived, ...beside].filter((path) => /ubyte|\.idx|\.mat$|\.npz$/i.test(path)),
    ).toEqual([])
  })

  test('keeps to its size', async () => {
    const sizes = { archive: 0, runtime: 0, rest: 0 }
    for (const path of beside) {
      const { size } = await stat(join(resources, path))
      if (path === 'app.asar') sizes.archive += size
      else if (path.startsWith('runtime/')) sizes.runtime += size
      else sizes.rest += size
    }
    console.log(
      'megabytes of',
      sizes.archive / MEGABYTE,
      sizes.runtime / MEGABYTE,
      sizes.rest / MEGABYTE,
    )
    expect(sizes.archive).toBeLessThan(16 * MEGABYTE)
    expect(sizes.runtime).toBeLessThan(680 * MEGABYTE)
    expect(sizes.rest).toBeLessThan(6 * MEGABYTE)
  })
})

describe('a package', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-foreign-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each([
    ['libcudart.so.12', true],
    ['libcudnn_graph.so.9', true],
    ['libnvrtc.so', true],
    ['libnccl.so.2', true],
    ['cublasLt64_11.dll', true],
    ['nvrtc64_112_0.dll', true],
    ['libtensorflow_cc.so.2', false],
    ['custom-font.js', false],
  ])('with %s is refused: %s', async (name, isRefused) => {
    const inside = join(folder, name)
    await mkdir(join(inside, 'lib'), { recursive: true })
    await writeFile(join(inside, 'lib', name), '')
    const { refuseForeignLibraries } = await foreignLibraries()
    const refuse = () => refuseForeignLibraries(join(inside, 'lib'))
    if (isRefused) expect(refuse).toThrow(name)
    else expect(refuse).not.toThrow()
  })
})

const foreignSchema = z.object({
  refuseForeignLibraries: z.custom<(folder: string) => void>(
    (value) => typeof value === 'function',
  ),
})
/** A script of the build, which has no types. */
async function foreignLibraries(): Promise<z.infer<typeof foreignSchema>> {
  return foreignSchema.parse(await import(join(ROOT, 'build', 'refuse-foreign-libraries.mjs')))
}

/** Paths of all files in a folder. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
