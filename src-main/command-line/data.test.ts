import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { registerData } from './data'
import { runCommand } from './run-command.test-helper'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-data-command-'))
  vi.stubEnv('GLYPHLAB_HOME', home)
  vi.stubEnv('INIT_CWD', home)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const data = (...words: readonly string[]) => runCommand(['data', ...words], [registerData])
const makeSmall = (...words: readonly string[]) =>
  data('make', 'strokes', '--train-per-class', '2', '--test-per-class', '1', ...words)

describe('make', () => {
  test('puts strokes into the data home', async () => {
    const { status, stdout } = await makeSmall()
    expect(status).toBe(0)
    const folder = join(home, 'datasets', 'strokes')
    expect(stdout).toBe(`94 training and 47 test images of 47 classes\n${folder}\n`)
    expect((await readdir(folder)).sort()).toEqual([
      'dataset.json',
      'emnist-strokes-mapping.txt',
      'emnist-strokes-test-images-idx3-ubyte',
      'emnist-strokes-test-labels-idx1-ubyte',
      'emnist-strokes-train-images-idx3-ubyte',
      'emnist-strokes-train-labels-idx1-ubyte',
    ])
  })

  test('takes another name, or a folder as the user means it', async () => {
    expect((await makeSmall('--name', 'mine', '--seed', '2')).stdout).toContain('datasets/mine')
    expect((await makeSmall('--folder', 'here/strokes')).stdout).toContain(`${home}/here/strokes`)
  })

  test('overwrites only when told to', async () => {
    await makeSmall()
    const { status, stderr } = await makeSmall()
    expect(status).toBe(1)
    expect(stderr).toMatch(/strokes is there already\. .*--replace\.\n$/)
    expect((await makeSmall('--replace')).status).toBe(0)
  })

  test.each([
    [['--train-per-class', '1000000'], 'a whole number from 1 to 10000'],
    [['--test-per-class', '0'], 'a whole number from 1 to 10000'],
    [['--seed', '-1'], 'a whole number from 0 to 2147483647'],
    [['--name', '../x'], 'up to 64 letters'],
    [['--name', 'x', '--folder', 'y'], '--name and --folder are both given'],
  ])('refuses %j', async (words, problem) => {
    const { status, stderr } = await data('make', 'strokes', ...words)
    expect(status).toBe(2)
    expect(stderr).toContain(problem)
    expect(await readdir(home)).toEqual([])
  })

  test('knows no other sources', async () => {
    expect((await data('make', 'mnist')).stderr).toContain('strokes, legibility')
  })

  test.each([
    [['strokes', '--from', 'emnist-balanced'], '--from has no meaning with strokes'],
    [['legibility', '--test-per-class', '1'], '--test-per-class has no meaning with legibility'],
    [['legibility'], 'takes characters --from a data set'],
    [['legibility', '--from', 'strokes', '--leave-out', 'star,unicorn'], 'Allowed: spiral'],
  ])('refuses %j', async (words, problem) => {
    const { status, stderr } = await data('make', ...words)
    expect(status).toBe(2)
    expect(stderr).toContain(problem)
    expect(await readdir(home)).toEqual([])
  })

  test('says so where a file is in the way', async () => {
    await writeFile(join(home, 'datasets'), '')
    const { status, stderr } = await makeSmall()
    expect(status).toBe(1)
    expect(stderr).toContain('strokes is a file, or lies in one. Choose another')
  })
})

const shownSchema = z.looseObject({
  fingerprint: z.string(),
  classes: z.array(z.looseObject({ trainCount: z.number(), testCount: z.number() })),
})

describe('show', () => {
  test('tells what a data set holds', async () => {
    const made = z.looseObject({ fingerprint: z.string() })
    const { fingerprint } = made.parse(JSON.parse((await makeSmall('--json')).stdout))
    const { status, stdout } = await data('show', 'strokes')
    expect(status).toBe(0)
    expect(stdout).toContain('data set     strokes\n')
    expect(stdout).toContain('images       94 to train on, 47 to test\n')
    expect(stdout).toContain(`fingerprint  ${fingerprint}\n`)
    expect(stdout).toMatch(/\n +12 {2}C c +2 +1\n/)
    const shown = shownSchema.parse(JSON.parse((await data('show', 'strokes', '--json')).stdout))
    expect(shown).toMatchObject({ name: 'strokes', trainCount: 94, fingerprint })
    expect(shown.classes).toHaveLength(47)
    expect(
      shown.classes.every(({ trainCount, testCount }) => trainCount === 2 && testCount === 1),
    ).toBe(true)
  })

  test('names what there is where there is no such data set', async () => {
    const { status, stderr } = await data('show', 'letters')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^glyphlab: there is no data set letters; there is strokes\. /)
  })
})

test('list has a line a data set, and strokes before they are made', async () => {
  expect((await data('list')).stdout).toMatch(
    /\nstrokes +strokes +built in, made when first used\nemnist-balanced +balanced +112,800 +18,800 +not here; `glyphlab data get emnist-balanced` fetches 33 MB\n/,
  )
  await makeSmall()
  await makeSmall('--name', 'mine', '--seed', '7')
  expect((await data('list')).stdout).toMatch(
    /\nmine +strokes +94 +47 +pen strokes, seed 7\nstrokes +strokes +94 +47 +pen strokes, seed 1\nemnist-balanced /,
  )
})
