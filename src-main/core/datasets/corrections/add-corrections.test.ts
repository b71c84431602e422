import { execFile, execFileSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleModule } from '../../../../test/bundle-module'
import { mayMountDisks, mountSmallDisk } from '../../../../test/small-disk'
import type { Correction } from '../../../../src-preload/contract/dataset'
import { takeLock } from '../../files/lock-file'
import { imagesInTurn, madeDataset } from '../made-dataset.test-helper'
import { addCorrections } from './add-corrections'
import { correctionsPath, readCorrectionsLog } from './corrections-log'

const own = {
  dataset: madeDataset(imagesInTurn(1000), imagesInTurn(6, 3, 2000)),
  fingerprint: 'f'.repeat(64),
}
let home = ''
let log = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-corrections-'))
  log = correctionsPath(home, own.fingerprint)
})
afterEach(() => rm(home, { recursive: true }))

const time = '2026-01-01T00:00:00.000Z'
const exclude = (index: number, reason = ''): Correction => ({
  ...{ kind: 'exclude', part: 'train', index, reason, time },
})
const relabel = (index: number, label: number): Correction => ({
  ...{ kind: 'relabel', part: 'train', index, label, reason: '', time },
})
const restore = (index: number): Correction => ({
  ...{ kind: 'restore', part: 'train', index, reason: '', time },
})
const add = (...corrections: readonly Correction[]) => addCorrections(home, own, corrections)
const logged = async () => (await readCorrectionsLog(home, own)).corrections

test('corrections are appended, below a line that names the data set', async () => {
  await add(exclude(17, 'no character'), relabel(18, 2))
  await add(restore(17))
  expect((await readFile(log, 'utf8')).split('\n')).toEqual([
    `{"schema":1,"dataset":"made","split":"balanced","fingerprint":"${own.fingerprint}"}`,
    `{"kind":"exclude","part":"train","index":17,"reason":"no character","time":"${time}"}`,
    `{"kind":"relabel","part":"train","index":18,"label":2,"reason":"","time":"${time}"}`,
    `{"kind":"restore","part":"train","index":17,"reason":"","time":"${time}"}`,
    '',
  ])
  expect(await logged()).toEqual([exclude(17, 'no character'), relabel(18, 2), restore(17)])
  expect(await readdir(dirname(log))).toEqual(['f'.repeat(32) + '.jsonl'])
})

test('what was said before is not said again', async () => {
  await add(exclude(1), relabel(2, 1))
  const { added, unchanged, state } = await add(exclude(1), relabel(2, 1), restore(3), exclude(4))
  expect(added).toEqual([exclude(4)])
  expect(unchanged).toBe(3)
  expect(state.size).toBe(3)
  expect((await add(exclude(1, 'blurred'))).added).toHaveLength(1)
})

describe('refused is', () => {
  test.each([
    ['an image that is not there', [exclude(1000)], 'there is no image train:1000: the training'],
    ['a class that is not there', [relabel(1, 4)], 'there is no class of label 4: the 3 labels'],
    ['the class that it has', [relabel(1, 2)], 'train:1 is of class B in the data set already'],
    [
      'what leaves a class without images',
      Array.from({ length: 334 }, (_, at) => exclude(3 * at)),
      'class A would have no training image left',
    ],
  ])('%s', async (_, corrections, message) => {
    await add(exclude(500))
    const before = await readFile(log)
    await expect(add(exclude(501), ...corrections)).rejects.toMatchObject({
      code: 'correction-refused',
      message: expect.stringContaining(message),
    })
    expect(await readFile(log)).toEqual(before)
  })
})

describe('a last line', () => {
  test.each([
    ['that a kill cut short', '{"kind":"exclude","part":"tra'],
    ['of zeros, as a power cut leaves it', '\0\0\0\0'],
  ])('%s counts for nothing and is cut off', async (_, rest) => {
    await add(exclude(1))
    await appendFile(log, rest)
    expect(await logged()).toEqual([exclude(1)])
    await add(exclude(2))
    expect(await logged()).toEqual([exclude(1), exclude(2)])
  })

  test('that lacks only its line break counts and stays', async () => {
    await add(exclude(1))
    await appendFile(log, JSON.stringify(exclude(2)))
    expect(await logged()).toEqual([exclude(1), exclude(2)])
    await add(exclude(3))
    expect(await logged()).toEqual([exclude(1), exclude(2), exclude(3)])
  })

  test('that is the first, and cut short, is written anew', async () => {
    await mkdir(dirname(log))
    await writeFile(log, '{"schema":1,"data')
    expect(await logged()).toEqual([])
    await add(exclude(1))
    expect(await logged()).toEqual([exclude(1)])
  })
})

describe('a log that does not fit is refused, with its line:', () => {
  const header = (changes: object = {}) =>
    JSON.stringify({
      ...{ schema: 1, dataset: 'made', split: 'balanced', fingerprint: own.fingerprint },
      ...changes,
    })
  test.each([
    ['no JSON', [header(), 'exclude that one'], ', line 2: is no correction'],
    [
      'an image that is not there',
      [header(), JSON.stringify(exclude(1)), JSON.stringify(exclude(1000))],
      ', line 3: there is no image train:1000: the training part has 1,000, the first is 0',
    ],
    [
      'a class that is not there',
      [header(), JSON.stringify(relabel(1, 9))],
      ', line 2: there is no class of label 9: the 3 labels run from 1 to 3',
    ],
    ['no header', [JSON.stringify(exclude(1))], ', line 1: '],
    [
      'another data set',
      [header({ fingerprint: 'e'.repeat(64), dataset: 'other' })],
      ' is of other, another data set: its fingerprint is eeeeeeeeeeee, not ffffffffffff',
    ],
    ['a later version', [header({ schema: 2 })], ' is of version 2, this Glyphlab reads version 1'],
    [
      'a class without images',
      [header(), ...Array.from({ length: 334 }, (_, at) => JSON.stringify(exclude(3 * at)))],
      ': class A would have no training image left',
    ],
  ])('%s', async (_, lines, problem) => {
    await mkdir(dirname(log))
    await writeFile(log, `${lines.join('\n')}\n`)
    const refused = { code: 'corrections-invalid', message: expect.stringContaining(log + problem) }
    await expect(logged()).rejects.toMatchObject(refused)
    await expect(add(exclude(2))).rejects.toMatchObject(refused)
    expect(await readFile(log, 'utf8')).toBe(`${lines.join('\n')}\n`)
  })
})

describe('where nothing can be written', () => {
  test('as a file lies in the way, that is said', async () => {
    await writeFile(join(home, 'corrections'), '')
    await expect(add(exclude(1))).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/corrections.*\.lock cannot be written \(EEXIST\)$/),
    })
  })

  test.skipIf(process.platform === 'win32')('as it is a pipe, that is said', async () => {
    await mkdir(dirname(log), { recursive: true })
    execFileSync('mkfifo', [log])
    await expect(add(exclude(1))).rejects.toMatchObject({
      code: 'corrections-invalid',
      message: `${log} is no file`,
    })
  })

  test('as another process is at it for long, that is said', async () => {
    await mkdir(dirname(log))
    const lock = await takeLock(`${log}.lock`)
    const waiting = addCorrections(home, own, [exclude(1)], { patienceMs: 50 })
    await expect(waiting).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/^another process holds .*\.jsonl\.lock \(process \d+ on /),
    })
    await lock?.release()
    expect((await add(exclude(1))).added).toHaveLength(1)
  })

  test('as the user interrupts the wait, nothing is', async () => {
    await mkdir(dirname(log))
    const lock = await takeLock(`${log}.lock`)
    const controller = new AbortController()
    const waiting = addCorrections(home, own, [exclude(1)], { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    await lock?.release()
    expect(await logged()).toEqual([])
  })

  test.skipIf(!mayMountDisks())('as the disk is full, what was said before stays', async () => {
    using disk = mountSmallDisk('64k')
    const path = correctionsPath(disk.folder, own.fingerprint)
    await addCorrections(disk.folder, own, [exclude(1)])
    const long = [exclude(2, 'x'.repeat(100_000))]
    await expect(addCorrections(disk.folder, own, long)).rejects.toMatchObject({
      code: 'disk-full',
      message: `no space is left to write ${path}`,
    })
    expect((await readCorrectionsLog(disk.folder, own)).corrections).toEqual([exclude(1)])
  })
})

test('processes that correct at once lose nothing', async () => {
  const entry = await bundleModule(
    'src-main/core/datasets/corrections/fixtures/correct-images.ts',
    home,
  )
  const run = (first: number) =>
    promisify(execFile)(process.execPath, [entry, home, String(first), '15'])
  await Promise.all([run(0), run(100), run(200)])
  const indices = (await logged()).map(({ index }) => index).sort((a, b) => a - b)
  expect(indices).toEqual(
    [0, 100, 200].flatMap((first) => Array.from({ length: 15 }, (_, at) => first + at)),
  )
}, 60_000)
