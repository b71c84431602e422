import { mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renamePatiently } from './rename-patiently'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-rename-'))
  await writeFile(join(folder, 'new'), 'new')
})
afterEach(() => rm(folder, { recursive: true }))

test('a file takes the place of one that is still being read', async () => {
  const path = join(folder, 'old')
  await writeFile(path, 'old')
  const reader = await open(path)
  const renamed = renamePatiently(join(folder, 'new'), path)
  await reader.close()
  await renamed
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['old'])
})

test('a folder with files in it stays where it is', async () => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  for (const path of [from, to]) await mkdir(path)
  await writeFile(join(to, 'file'), '')
  await expect(renamePatiently(from, to)).rejects.toThrow(/ENOTEMPTY|EEXIST|EPERM/)
  expect(await readdir(to)).toEqual(['file'])
})

test('what is not there is told', async () => {
  const missing = join(folder, 'missing')
  await expect(renamePatiently(missing, join(folder, 'to'))).rejects.toMatchObject({
    code: 'ENOENT',
  })
})
