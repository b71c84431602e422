import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { madePng, writeFiles } from '../core/datasets/import/made-pictures.test-helper'
import { writeEmnistFolder } from '../core/datasets/make-idx.test-helper'
import { registerData } from './data'
import { runCommand } from './run-command.test-helper'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-import-command-'))
  vi.stubEnv('GLYPHLAB_HOME', join(home, 'data'))
  vi.stubEnv('INIT_CWD', home)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const run = (...words: readonly string[]) => runCommand(['data', ...words], [registerData])
const importFrom = (...words: readonly string[]) => run('import', ...words)

const writeEmnist = (name: string) =>
  writeEmnistFolder(join(home, name), { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 })

const PICTURES = Object.fromEntries(
  ['Sandal', 'U+0041'].flatMap((name, first) =>
    Array.from({ length: 6 }, (_, at) => [`${name}/${at}.png`, madePng(20 * first + at)]),
  ),
)

const storedSchema = z.looseObject({ fingerprint: z.string(), name: z.string() })

test('says what was stored, and how to go on', async () => {
  await writeEmnist('My letters')
  const { status, stdout, stderr } = await importFrom('My letters')
  expect(status).toBe(0)
  expect(stderr).toMatch(/^ +\d+ % {2}reading My letters\n$/)
  expect(stdout).toMatch(/^My-letters is there now\n12 training and 6 test images of 3 classes\n/)
  expect(stdout).toContain(`${home}/data/datasets/My-letters\n`)
  expect(stdout).toMatch(/\ntrain on it: glyphlab train --dataset My-letters\n$/)
  const shown = await run('show', 'My-letters')
  expect(shown.status).toBe(0)
  const [, fingerprint = '-'] = /fingerprint {2}(\w+)/.exec(stdout) ?? []
  expect(shown.stdout).toContain(fingerprint)
})

test('takes over pictures with names that are no characters', async () => {
  await writeFiles(join(home, 'shoes'), { ...PICTURES, 'README.md': 'hello' })
  const { status, stdout, stderr } = await importFrom('shoes', '--test-share', '0.5', '--json')
  expect(status).toBe(0)
  expect(stderr).toMatch(/ 1 of 12\nleft out 1 file that is no picture: README\.md\n$/)
  expect(storedSchema.parse(JSON.parse(stdout))).toMatchObject({
    name: 'shoes',
    trainCount: 6,
    testCount: 6,
    notes: ['left out 1 file that is no picture: README.md'],
    origin: { kind: 'images', split: { testShare: 0.5, seed: 1 } },
  })
  // What was imported is not needed any more.
  await rm(join(home, 'shoes'), { recursive: true })
  const shown = await run('show', 'shoes')
  expect(shown.stdout).toMatch(/\n +0 {2}A +3 +3\n/)
  expect(shown.stdout).toMatch(/\n +1 {2}Sandal +3 +3\n/)
})

describe('a name', () => {
  test.each([
    ['of the folder', ['letters'], 'letters'],
    [
      'of one of its files',
      ['letters/emnist-balanced-mapping.txt/../emnist-balanced-test-labels-idx1-ubyte.gz'],
      'emnist-balanced',
    ],
    ['with the split that was asked for', ['letters', '--split', 'balanced'], 'letters-balanced'],
    ['that is given', ['letters', '--name', 'mine'], 'mine'],
  ])('%s', async (_, words, name) => {
    await writeEmnist('letters')
    const { stdout } = await importFrom(...words, '--json')
    expect(storedSchema.parse(JSON.parse(stdout)).name).toBe(name)
  })

  test.each([['%'], ['strokes'], ['…']])('has to be given for a folder %s', async (folder) => {
    await writeEmnist(folder)
    const { status, stderr } = await importFrom(folder)
    expect(status).toBe(2)
    expect(stderr).toMatch(/gives the data set no name of its own .* Give it one by --name\.\n$/)
  })

  test('that is the built-in one cannot be given', async () => {
    await writeEmnist('letters')
    const { status, stderr } = await importFrom('letters', '--name', 'strokes')
    expect(status).toBe(2)
    expect(stderr).toBe(
      'glyphlab: no imported data set can be called strokes: that is the built-in one. ' +
        'Choose another --name: up to 64 letters and digits, with _, - and dots within.\n',
    )
  })

  test('that is taken is refused before anything is read', async () => {
    await writeEmnist('letters')
    await importFrom('letters')
    await rm(join(home, 'letters'), { recursive: true })
    const { status, stderr } = await importFrom('letters')
    expect(status).toBe(1)
    expect(stderr).toMatch(/letters is there already\. .*--replace\.\n$/)
    await writeEmnist('letters')
    expect((await importFrom('letters', '--replace')).status).toBe(0)
  })
})

test.each([
  [['--test-share', '0'], 'a number, above 0 and below 1'],
  [['--test-share', '1'], 'a number, above 0 and below 1'],
  [['--seed', '-1'], 'a whole number from 0 to 2147483647'],
  [['--name', '../x'], 'up to 64 letters'],
  [['--seed', '2'], '--seed has no meaning here: it is for pictures, and these are data files'],
  [['--skip-broken'], '--skip-broken has no meaning here'],
])('refuses %j for data files', async (words, problem) => {
  await writeEmnist('letters')
  const { status, stderr } = await importFrom('letters', ...words)
  expect(status).toBe(2)
  expect(stderr).toContain(problem)
})

test('a fault is one line, and leaves nothing', async () => {
  await mkdir(join(home, 'csv'))
  await writeFile(join(home, 'csv/mnist_train.csv'), '1,2,3\n')
  await writeFile(join(home, 'csv/mnist_test.csv'), '')
  const { status, stdout, stderr } = await importFrom('csv')
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^.*\nglyphlab: .*mnist_test\.csv: is empty\. .*\n$/)
  expect(await readdir(join(home, 'data/datasets'))).toEqual([])
})

test('an interruption leaves nothing', async () => {
  await writeFiles(join(home, 'shoes'), PICTURES)
  const { status } = await runCommand(
    ['data', 'import', 'shoes'],
    [registerData],
    AbortSignal.abort(),
  )
  expect(status).toBe(130)
  expect(await readdir(join(home, 'data/datasets'))).toEqual([])
})
