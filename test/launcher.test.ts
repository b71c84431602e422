import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COPIED = ['bin', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

// Each test has a checkout of its own, with a command line of a line or two.
let checkout: string
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'glyphlab-launcher-'))
  for (const name of COPIED) await cp(join(ROOT, name), join(checkout, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
  await mkdir(join(checkout, 'src-preload'))
  await mkdir(join(checkout, 'src-main', 'processes'), { recursive: true })
  for (const entry of ['trainer.ts', 'data-worker.ts'])
    await writeFile(join(checkout, 'src-main', 'processes', entry), 'export {}\n')
  await writeCommandLine(`console.log('first', ...process.argv.slice(2))`)
})
afterEach(() => rm(checkout, { recursive: true, force: true }))

async function writeCommandLine(source: string): Promise<void> {
  await writeFile(join(checkout, 'src-main', 'cli.ts'), `${source}\n`)
}

function launch(...words: readonly string[]) {
  return promisify(execFile)(process.execPath, [join(checkout, 'bin', 'glyphlab.mjs'), ...words])
}

async function builtAtMs(): Promise<number> {
  return (await stat(join(checkout, 'out', 'main', 'cli.js'))).mtimeMs
}

test('builds what is not built, quietly, and hands the words on', async () => {
  expect(await launch('train', '--json')).toEqual({ stdout: 'first train --json\n', stderr: '' })
  expect(await readdir(join(checkout, 'out'))).toEqual(['main'])
})

test('builds once', async () => {
  await launch()
  const before = await builtAtMs()
  await launch()
  expect(await builtAtMs()).toBe(before)
})

test('builds again when a source changes, but not for a test', async () => {
  await launch()
  const before = await builtAtMs()
  await writeFile(join(checkout, 'src-main', 'cli.test.ts'), '')
  await launch()
  expect(await builtAtMs()).toBe(before)
  await writeCommandLine(`console.log('second')`)
  expect((await launch()).stdout).toBe('second\n')
})

test('builds again when a source of another time takes its place', async () => {
  await launch()
  await writeCommandLine(`console.log('older')`)
  await utimes(join(checkout, 'src-main', 'cli.ts'), 0, 0)
  expect((await launch()).stdout).toBe('older\n')
})

test('says why sources do not build, and leaves the last build alone', async () => {
  await launch()
  const before = await builtAtMs()
  await writeCommandLine(`import { nothing } from './absent'; console.log(nothing)`)
  await expect(launch()).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/absent[^]*glyphlab: the sources do not build/),
  })
  expect(await builtAtMs()).toBe(before)
  expect(await readdir(join(checkout, 'out'))).toEqual(['main'])
})

test('lets launches at the same time end well', async () => {
  const launches = await Promise.all([launch('a'), launch('b'), launch('c')])
  expect(launches.map(({ stdout }) => stdout)).toEqual(['first a\n', 'first b\n', 'first c\n'])
  expect(await readdir(join(checkout, 'out'))).toEqual(['main'])
})

test('clears away what a killed build left', async () => {
  await mkdir(join(checkout, 'out', 'build-999999999'), { recursive: true })
  await launch()
  expect(await readdir(join(checkout, 'out'))).toEqual(['main'])
})

test('ends with the status of the command, and leaves signals to it', async () => {
  await writeCommandLine(`process.once('SIGINT', () => process.exit(130))
    setTimeout(() => process.exit(4), 20_000)
    console.log('up')`)
  const child = spawn(process.execPath, [join(checkout, 'bin', 'glyphlab.mjs')])
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
  await writeCommandLine('process.exitCode = 4')
  await expect(launch()).rejects.toMatchObject({ code: 4 })
})
