import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunRecord } from '../../src-preload/contract/run'
import { takeLock } from '../core/files/lock-file'
import { madeRecord } from '../core/runs/made-record.test-helper'
import { registerData } from './data'
import { runCommand } from './run-command.test-helper'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-remove-command-'))
  vi.stubEnv('GLYPHLAB_HOME', home)
  await data('make', 'strokes', '--train-per-class', '2', '--test-per-class', '1', '--name', 'mine')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const data = (...words: readonly string[]) => runCommand(['data', ...words], [registerData])

async function makeRun(id: string, changes: Partial<RunRecord>): Promise<string> {
  const folder = join(home, 'runs', id)
  await mkdir(folder, { recursive: true })
  const record = madeRecord(id, { datasetSource: 'mine', ...changes })
  await writeFile(join(folder, 'run.json'), JSON.stringify(record))
  return folder
}

const RUN = '20260102-030405-seed-cnn-abcd'

test('a data set is removed, and what it took is said', async () => {
  const { status, stdout } = await data('remove', 'mine')
  expect(status).toBe(0)
  expect(stdout).toBe(`removed ${join(home, 'datasets', 'mine')}, 111.1 kB\n`)
  expect(await readdir(join(home, 'datasets'))).toEqual([])
})

test('one that a run is training on stays, unless it is forced to go', async () => {
  const folder = await makeRun(RUN, { status: 'running', result: null, endedAt: null })
  const lock = await takeLock(join(folder, 'run.lock'))
  const { status, stderr } = await data('remove', 'mine')
  expect(status).toBe(1)
  expect(stderr).toMatch(new RegExp(`^glyphlab: ${RUN} is training on mine\\. Wait .*--force`))
  expect(await readdir(join(home, 'datasets'))).toEqual(['mine'])
  expect((await data('remove', 'mine', '--force')).status).toBe(0)
  await lock?.release()
})

test('nor does another data set take its place', async () => {
  const folder = await makeRun(RUN, { status: 'running', result: null, endedAt: null })
  const lock = await takeLock(join(folder, 'run.lock'))
  const counts = ['--train-per-class', '1', '--test-per-class', '1']
  for (const words of [
    ['make', 'strokes', '--name', 'mine', '--replace', ...counts],
    ['import', home, '--name', 'mine', '--replace'],
    ['get', 'emnist-mnist', '--name', 'mine', '--replace'],
  ])
    expect(await data(...words)).toMatchObject({
      status: 1,
      stderr: `glyphlab: ${RUN} is training on mine. Wait until it has ended, or give the new one another --name.\n`,
    })
  await lock?.release()
  expect((await data('make', 'strokes', '--name', 'mine', '--replace', ...counts)).status).toBe(0)
})

test('runs that need it to go on are counted', async () => {
  await makeRun(RUN, { status: 'interrupted', result: null })
  await makeRun('20260102-030405-seed-cnn-efgh', { status: 'finished' })
  const { stderr } = await data('remove', 'mine')
  expect(stderr).toBe('One run cannot be resumed unless it comes back.\n')
})

test('a name that is not there is told, with those that are', async () => {
  const { status, stderr } = await data('remove', 'yours')
  expect(status).toBe(1)
  expect(stderr).toContain('there is no data set yours in the data home; there are mine')
})

test.each([
  ['mine', 'Bring its files back, or remove it (`glyphlab data remove`) and store it again.'],
  [
    'emnist-mine',
    'Bring its files back, or remove it (`glyphlab data remove`) and store it again.',
  ],
  ['emnist-mnist', '`glyphlab data get emnist-mnist --replace` fetches it again.'],
])('verify tells a damaged file of %s, and what to do', async (name, hint) => {
  await rename(join(home, 'datasets', 'mine'), join(home, 'datasets', name))
  expect((await data('verify', name)).stdout).toContain('as stored')
  await writeFile(join(home, 'datasets', name, 'emnist-strokes-mapping.txt'), '0 48\n1 49\n')
  const { status, stdout, stderr } = await data('verify', name)
  expect(status).toBe(1)
  expect(stdout).toMatch(/emnist-strokes-mapping\.txt +changed/)
  expect(stderr).toContain(
    `glyphlab: ${name} is damaged: emnist-strokes-mapping.txt not as stored. ${hint}`,
  )
})
