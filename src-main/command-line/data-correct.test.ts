import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { writeEmnistFolder } from '../core/datasets/make-idx.test-helper'
import { registerData } from './data'
import { runCommand } from './run-command.test-helper'

let home = ''
let folder = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-data-correct-'))
  folder = join(home, 'datasets', 'mine')
  vi.stubEnv('GLYPHLAB_HOME', home)
  vi.stubEnv('INIT_CWD', home)
  const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 }
  await writeEmnistFolder(folder, made)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

const data = (...words: readonly string[]) => runCommand(['data', ...words], [registerData])
const correct = (...words: readonly string[]) => data('correct', 'mine', ...words)
const classesSchema = z.looseObject({
  classes: z.array(z.looseObject({ character: z.string(), trainCount: z.number() })),
})
const listSchema = z.looseObject({
  log: z.string(),
  corrections: z.array(z.looseObject({ index: z.number(), time: z.iso.datetime() })),
})

/** SHA-256 of all files of the data set. */
async function hashOfFiles(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).sort())
    hash.update(name).update(await readFile(join(folder, name)))
  return hash.digest('hex')
}

describe('correcting', () => {
  test('leaves images out, gives them another class, and takes that back', async () => {
    const before = await hashOfFiles()
    const excluded = await correct('train:0', 'test:1', '--exclude', '--reason', 'no digit')
    expect(excluded).toMatchObject({ status: 0, stderr: '' })
    expect(excluded.stdout).toMatch(
      /^2 of 2 changed\nmine now: 2 images excluded, 0 relabelled\n.*\/corrections\/[0-9a-f]{32}\.jsonl\n$/,
    )
    const shown = classesSchema.parse(JSON.parse((await data('show', 'mine', '--json')).stdout))
    const [first] = shown.classes.filter(({ trainCount }) => trainCount === 3)
    const other = first?.character === '2' ? '1' : '2'
    await correct('train:0', '--label', other)
    const { stdout } = await data('corrections', 'mine')
    expect(stdout).toMatch(
      new RegExp(
        `^image +in the files +correction +reason +when\ntrain:0 +${first?.character} +is ${other} +20\\S+Z?`,
      ),
    )
    expect(stdout).toMatch(/\ntest:1 +\d +excluded +no digit +20/)
    const undone = await correct('train:0', 'test:1', 'train:3', '--restore')
    expect(undone.stdout).toContain('2 of 3 changed, 1 as before\nmine now: no corrections\n')
    expect((await data('corrections', 'mine')).stdout).toBe('no corrections of mine\n')
    expect(await hashOfFiles()).toBe(before)
  })

  test('is told to programs with place, reason and time', async () => {
    await correct('train:5', '--exclude', '--reason', 'blot')
    const { stdout } = await data('corrections', 'mine', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'mine',
      summary: { excluded: 1, relabelled: 0 },
      corrections: [{ kind: 'exclude', part: 'train', index: 5, reason: 'blot' }],
    })
    expect(listSchema.parse(JSON.parse(stdout)).corrections).toHaveLength(1)
  })

  test.each([
    [['train:12', '--exclude'], 1, 'there is no image train:12: the training part has 12'],
    [['train:0', '--label', 'x'], 2, 'mine has no class x. It has 0, 1, 2.'],
    [['12', '--exclude'], 2, 'Allowed: train:17, test:3 and so on'],
    [['valid:1', '--exclude'], 2, 'Allowed: train:17, test:3 and so on'],
    [['train:1'], 2, 'nothing is said of the images. Give one of --exclude'],
    [['train:1', '--exclude', '--label', '1'], 2, '--exclude and --label are both given'],
    [
      Array.from({ length: 6 }, (_, at) => `test:${at}`).concat('--exclude'),
      1,
      'the test part would have no image left. Take fewer images out',
    ],
  ])('refuses %j', async (words, expected, problem) => {
    const { status, stdout, stderr } = await correct(...words)
    expect(status).toBe(expected)
    expect(stdout).toBe('')
    expect(stderr).toContain(`glyphlab: `)
    expect(stderr).toContain(problem)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('of a damaged log names file and line, and the way without it', async () => {
    await correct('train:0', '--exclude')
    const { log } = listSchema.parse(
      JSON.parse((await data('corrections', 'mine', '--json')).stdout),
    )
    await appendFile(log, 'and that other one\n')
    const { status, stderr } = await data('show', 'mine')
    expect(status).toBe(1)
    expect(stderr).toBe(
      `glyphlab: ${log}, line 3: is no correction. Correct the named line or restore the file ` +
        'from a copy; --no-corrections goes without it.\n',
    )
    expect((await data('show', 'mine', '--no-corrections')).status).toBe(0)
  })
})

describe('show', () => {
  test('tells of a data set what is in it, with corrections and without', async () => {
    await correct('train:0', '--exclude')
    const { stdout } = await data('show', 'mine')
    expect(stdout).toContain('data set     mine, split balanced, 1 correction\n')
    expect(stdout).toContain('images       11 to train on, 6 to test\n')
    expect(stdout).toMatch(
      /\nto train on +from 3 \(\d\) to 4 \(\d\) images of a class, 1\.3 times as many\n/,
    )
    expect(stdout).toContain('to test      2 images of each class\n')
    expect(stdout).toContain('duplicates   none within a part\n')
    expect(stdout).toContain('conflicts    none\n')
    expect(stdout).toContain('leakage      none\n')
    expect(stdout).toContain('corrections  1 image excluded, 0 relabelled\n')
    const without = await data('show', 'mine', '--no-corrections')
    expect(without.stdout).toContain('images       12 to train on, 6 to test\n')
    expect(without.stdout).toContain('corrections  none\n')
  })

  test('writes a sheet, and says to programs what is where', async () => {
    const { status, stdout, stderr } = await data('show', 'mine', '--sheet', 'a.png', '--json')
    expect(status).toBe(0)
    expect(stderr).toBe('wrote a.png\n')
    expect((await readFile(join(home, 'a.png'))).subarray(1, 4).toString()).toBe('PNG')
    const { sheet } = z
      .looseObject({ sheet: z.looseObject({ cells: z.array(z.unknown()) }) })
      .parse(JSON.parse(stdout))
    expect(sheet).toMatchObject({ file: join(home, 'a.png'), side: 56 })
    expect(sheet.cells).toHaveLength(12)
    expect(stdout).not.toContain('"png"')
  })

  test.each([
    [['--class', '1', '--part', 'test', '--samples', '1', '--seed', '5'], 1],
    [['--mean'], 3],
    [['--samples', '2'], 6],
  ])('writes a sheet of %j', async (words, cells) => {
    const { stdout } = await data('show', 'mine', '--sheet', 'a.png', '--json', ...words)
    expect(JSON.parse(stdout)).toMatchObject({ sheet: { cells: Array(cells).fill({}) } })
  })

  test.each([
    [['--mean'], 2, '--mean says what is on a sheet. Add --sheet FILE.png.'],
    [['--sheet', 'a.png', '--mean', '--class', '1'], 2, '--mean and --class are both given'],
    [['--sheet', 'a.png', '--class', 'x'], 2, 'mine has no class x. It has 0, 1, 2.'],
    [
      ['--sheet', 'a.png', '--samples', '41'],
      2,
      '41 samples of each class are more than the 40 that a sheet of all classes shows.',
    ],
    [['--sheet', 'a.png', '--samples', '0'], 2, 'Allowed: a whole number from 1 to 2500.'],
    [['--sheet', 'dataset.json'], 2, 'dataset.json is no name of a PNG. Name it FILE.png.'],
    [['--sheet', 'no/a.png'], 1, 'a.png cannot be written (ENOENT). Make the folder first'],
  ])('refuses %j', async (words, expected, problem) => {
    const { status, stdout, stderr } = await data('show', 'mine', ...words)
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' })
    expect(stderr).toContain(problem)
  })
})
