import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HandedOverId } from '../../../src-preload/contract/bridge/hand-over'
import { filesBelow } from '../../core/datasets/import/folder-files'
import { HandedOverFiles } from './handed-over-files'

let folder = ''
let files: HandedOverFiles
const path = (name: string) => join(folder, 'theirs', name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-handed-over-'))
  for (const name of ['a', 'a/deep', 'b', 'empty']) await mkdir(path(name), { recursive: true })
  for (const name of ['one.csv', 'two.csv', 'a/1.png', 'a/deep/2.png', 'b/one.csv'])
    await writeFile(path(name), name)
  files = await HandedOverFiles.open(join(folder, 'home'))
})
afterEach(() => rm(folder, { recursive: true }))

const kept = () => readdir(join(folder, 'home', 'handed-over')).catch(() => [])

describe('a file or folder on this machine', () => {
  test('stays where it lies, also when it is released', async () => {
    const handed = await files.add([path('a')], 'window 1')
    expect(handed).toMatchObject({ name: 'a', kind: 'folder', files: 2, bytes: 7 + 12 })
    expect([files.pathOf(handed.id), files.isCopy(handed.id)]).toEqual([path('a'), false])
    await files.release(handed.id)
    expect(() => files.pathOf(handed.id)).toThrow('not there any more')
    await files.clear()
    expect(await readFile(path('a/1.png'), 'utf8')).toBe('a/1.png')
    expect(await kept()).toEqual([])
  })

  test.each([
    ['nothing', 'none.csv', 'none.csv is not there any more'],
    ['an empty folder', 'empty', 'empty is an empty folder'],
  ])('is refused where it is %s', async (_, name, message) => {
    const refused = files.add([path(name)], 'window 1')
    await expect(refused).rejects.toMatchObject({ code: 'dataset-missing', message })
  })
})

test('what a window withdraws goes once nobody reads it, and no other window can withdraw it', async () => {
  const sent = await files.makeFolder()
  await writeFile(join(sent, 'p.csv'), 'p')
  const { id } = await files.addCopy(join(sent, 'p.csv'), sent, 'window 1')
  await files.withdraw(id, 'window 2')
  expect(files.pathOf(id)).toBe(join(sent, 'p.csv'))
  await files.withdraw(id, 'window 1')
  expect(await readdir(sent)).toEqual(['p.csv'])
  await files.letGo(id)
  expect(() => files.describe(id)).toThrow('not there any more')
  await expect(readdir(sent)).rejects.toMatchObject({ code: 'ENOENT' })
})

describe('several together', () => {
  test('are one folder, named after theirs', async () => {
    const handed = await files.add([path('one.csv'), path('two.csv'), path('a')], 'window 1')
    expect(handed).toMatchObject({ name: 'theirs', kind: 'folder', files: 4, bytes: 33 })
    const found = await filesBelow(files.pathOf(handed.id))
    expect(found.files.map(({ name }) => name).sort()).toEqual(
      ['one.csv', 'two.csv', 'a/1.png', 'a/deep/2.png'].sort(),
    )
    await files.release(handed.id)
    expect(await readdir(files.folder)).toEqual([])
    expect(await readFile(path('one.csv'), 'utf8')).toBe('one.csv')
    expect(await readdir(path('a'))).toEqual(['1.png', 'deep'])
  })

  test('with the same name are refused, and nothing is left', async () => {
    const refused = files.add([path('one.csv'), path('b/one.csv')], 'window 1')
    await expect(refused).rejects.toMatchObject({ code: 'dataset-missing' })
    expect(await readdir(files.folder)).toEqual([])
  })
})

test.skipIf(process.platform === 'win32')(
  'what a browser sends is for its user alone',
  async () => {
    expect((await stat(await files.makeFolder())).mode & 0o777).toBe(0o700)
  },
)

test('a window takes with it what it has handed over, and no other has', async () => {
  const first = await files.add([path('one.csv')], 'window 1')
  const second = await files.add([path('two.csv')], 'window 2')
  await files.releaseOf('window 1')
  expect(() => files.describe(first.id)).toThrow()
  expect(files.describe(second.id)).toEqual(second)
})

test.each([
  ['is let go', (id: HandedOverId) => files.letGo(id)],
  ['is done with', (id: HandedOverId) => files.release(id)],
])('what a job reads stays when its window is gone, until it %s', async (_, end) => {
  const copy = await files.makeFolder()
  await writeFile(join(copy, 'sent.csv'), 'sent')
  const { id } = await files.addCopy(join(copy, 'sent.csv'), copy, 'window 1')
  expect(await readFile(files.pathOf(id), 'utf8')).toBe('sent')
  await files.releaseOf('window 1')
  expect(await readdir(files.folder)).toHaveLength(1)
  await end(id)
  expect(await readdir(files.folder)).toEqual([])
  expect(() => files.describe(id)).toThrow('not there any more')
})

test('what two jobs read stays until both are done', async () => {
  const copy = await files.makeFolder()
  await writeFile(join(copy, 'sent.csv'), 'sent')
  const { id } = await files.addCopy(join(copy, 'sent.csv'), copy, 'window 1')
  expect(files.pathOf(id)).toBe(files.pathOf(id))
  await files.release(id)
  expect(await readdir(files.folder)).toHaveLength(1)
  await files.release(id)
  expect(await readdir(files.folder)).toEqual([])
})

test('what a program that is gone has left is removed, and what another one keeps is not', async () => {
  await files.makeFolder()
  const [own = ''] = await kept()
  // No process has this number: they end at 4,194,304.
  const left = own.replace(/\d+\.tmp$/, '99999999.tmp')
  await mkdir(join(folder, 'home', 'handed-over', left, 'copy'), { recursive: true })
  expect(await kept()).toHaveLength(2)
  await HandedOverFiles.open(join(folder, 'home'))
  expect(await kept()).toEqual([own])
})
