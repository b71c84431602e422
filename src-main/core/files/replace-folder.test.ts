import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { finishReplacement, replaceFolder } from './replace-folder'

let parent = ''
let place = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'glyphlab-replace-'))
  place = join(parent, 'place')
})
afterEach(() => rm(parent, { recursive: true }))

async function makeFolderSaying(path: string, text: string): Promise<string> {
  await mkdir(path)
  await writeFile(join(path, 'text'), text)
  return path
}
const said = () => readFile(join(place, 'text'), 'utf8')

test('a folder takes the place of another', async () => {
  await makeFolderSaying(place, 'old')
  await replaceFolder(await makeFolderSaying(join(parent, 'fresh'), 'new'), place)
  expect(await said()).toBe('new')
  expect(await readdir(parent)).toEqual(['place'])
})

test('a place may be free', async () => {
  await replaceFolder(await makeFolderSaying(join(parent, 'fresh'), 'new'), place)
  expect(await said()).toBe('new')
})

test.each([
  ['before the old folder was moved away', 'old'],
  ['between the two renames', null],
])('what was killed %s is ended', async (_, there) => {
  if (there !== null) await makeFolderSaying(place, there)
  await makeFolderSaying(`${place}.next`, 'new')
  await finishReplacement(place)
  expect(await said()).toBe('new')
  expect(await readdir(parent)).toEqual(['place'])
})

test('a folder with nothing to take its place stays', async () => {
  await makeFolderSaying(place, 'old')
  await finishReplacement(place)
  expect(await said()).toBe('old')
})

test('ended by many at once, none loses it', async () => {
  for (let round = 0; round < 3; round++) {
    await makeFolderSaying(`${place}.next`, `new ${round}`)
    await Promise.all(Array.from({ length: 4 }, () => finishReplacement(place)))
    expect(await said()).toBe(`new ${round}`)
    expect(await readdir(parent)).toEqual(['place'])
  }
})

test('of many that take the place at once, each does', async () => {
  const names = ['a', 'b', 'c', 'd']
  const fresh = names.map((name) => makeFolderSaying(join(parent, name), name))
  await Promise.all((await Promise.all(fresh)).map((folder) => replaceFolder(folder, place)))
  expect(names).toContain(await said())
  expect(await readdir(parent)).toEqual(['place'])
})

test('what cannot be moved is told', async () => {
  await expect(replaceFolder(join(parent, 'nowhere'), place)).rejects.toMatchObject({
    code: 'output-failed',
  })
})
