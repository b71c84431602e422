import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runCommand } from './run-command.test-helper'
import { registerRuntime } from './runtime'

const OLDER = 'tensorflow-2.9.1-cpu-linux-x64-0123456789ab'

let home: string
let root: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-runtime-command-'))
  root = join(home, 'cache', 'runtime')
  vi.stubEnv('GLYPHLAB_HOME', home)
  vi.stubEnv('GLYPHLAB_LIBTENSORFLOW', '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const runtime = (...words: readonly string[]) =>
  runCommand(['runtime', ...words], [registerRuntime])

async function addOlderRuntime(): Promise<void> {
  await mkdir(join(root, OLDER, 'lib'), { recursive: true })
  await writeFile(join(root, OLDER, 'lib', 'libtensorflow.so.2'), Buffer.alloc(200_000))
}

test('list says so where there is none', async () => {
  expect(await runtime('list')).toEqual({
    status: 0,
    stdout: 'no TensorFlow runtime; `glyphlab runtime install` gets one\n',
    stderr: '',
  })
})

test('list has a line a folder', async () => {
  await addOlderRuntime()
  const { stdout } = await runtime('list')
  expect(stdout).toMatch(/^TensorFlow \? \(cpu\) {21}damaged {3}2\d\d\.\d kB {2}/)
  expect(stdout.endsWith(`  ${join(root, OLDER)}\n`)).toBe(true)
  expect(JSON.parse((await runtime('list', '--json')).stdout)).toMatchObject({
    runtimes: [{ source: 'cache', state: 'damaged', folder: join(root, OLDER) }],
  })
})

test('remove says what it freed', async () => {
  await addOlderRuntime()
  expect(await runtime('remove')).toEqual({
    status: 0,
    stdout: expect.stringMatching(`^removed ${join(root, OLDER)}\n2\\d\\d.\\d kB freed\n$`),
    stderr: '',
  })
  expect((await runtime('remove')).stdout).toBe('there was nothing to remove\n')
  expect(JSON.parse((await runtime('remove', '--json')).stdout)).toEqual({
    removed: [],
    bytesFreed: 0,
  })
})

test('remove is refused while a process installs one', async () => {
  await addOlderRuntime()
  const holder = { pid: process.pid, host: hostname(), token: 'x' }
  await writeFile(join(root, 'install.lock'), JSON.stringify(holder))
  expect(await runtime('remove')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      `glyphlab: process ${process.pid} is installing a TensorFlow runtime. ` +
      'Wait until the other process is done, then run the command again.\n',
  })
  expect(await readdir(root)).toContain(OLDER)
})

test('remove takes those of one variant alone', async () => {
  await addOlderRuntime()
  expect((await runtime('remove', 'gpu')).stdout).toBe('there was nothing to remove\n')
  expect((await runtime('remove', 'cpu')).stdout).toContain(`removed ${join(root, OLDER)}`)
})

test.each(['install', 'pack DIR', 'remove'])('%s tpu is wrong usage', async (words) => {
  const { status, stdout, stderr } = await runtime(...words.split(' '), 'tpu')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(
    "glyphlab: command-argument value 'tpu' is invalid for argument 'variant'. Allowed: cpu or gpu.",
  )
})

test('install --from says what the folder lacks, and leaves nothing', async () => {
  const { status, stderr } = await runtime('install', 'gpu', '--from', home)
  expect(status).toBe(1)
  expect(stderr).toContain(`${home} is incomplete: it lacks the wheel of tensorflow 2.21.0`)
  expect(await readdir(root)).toEqual([])
})

test('pack makes nothing in a folder of something else', async () => {
  await writeFile(join(home, 'thesis.txt'), 'mine')
  const { status, stderr } = await runtime('pack', home, 'gpu')
  expect(status).toBe(1)
  expect(stderr).toContain(`${home} holds thesis.txt, which is nothing of a packed runtime`)
})
