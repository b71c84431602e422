import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInFolder, isShippedFolder, shippedFolder } from './built-in'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'glyphlab-built-in-'))
})
afterAll(() => rm(root, { recursive: true }))

/** A folder with a network in it. */
async function place(...path: readonly string[]): Promise<string> {
  const folder = join(root, ...path)
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  await writeFile(join(folder, 'checkpoints', 'best.safetensors'), '')
  return folder
}

test('a checkout has the built-in model', () => {
  expect(builtInFolder()).toBe(join(import.meta.dirname, '../../../resources/built-in'))
})

describe('a model that comes along', () => {
  test.each([
    ['of a build', ['out', 'app', 'main']],
    ['of a build of any name', ['out', 'mine', 'main']],
    ['of the sources', ['src-main', 'core', 'recognition']],
  ])('is found from the folder %s', async (_, path) => {
    const folder = await place('checkout', 'resources', 'gate')
    expect(shippedFolder('gate', null, join(root, 'checkout', ...path))).toBe(folder)
  })

  test('is found beside an installed application, before any other', async () => {
    await place('both', 'resources', 'gate')
    const folder = await place('both', 'installed', 'gate')
    const from = join(root, 'both', 'installed', 'app', 'out', 'app', 'main')
    expect(shippedFolder('gate', join(root, 'both', 'installed'), from)).toBe(folder)
  })

  test('that is not there is told', () => {
    expect(() => shippedFolder('built-in', null, join(root, 'nowhere'))).toThrow(
      expect.objectContaining({
        code: 'model-missing',
        message: 'the model built-in that comes with Glyphlab is not there',
      }),
    )
  })
})

test('a folder that comes with Glyphlab is told from others, whatever leads there', async () => {
  const link = join(root, 'link')
  await symlink(builtInFolder(), link)
  const other = await place('run')
  const folders = [builtInFolder(), link, shippedFolder('gate'), other, join(root, 'nowhere')]
  expect(folders.map(isShippedFolder)).toEqual([true, true, true, false, false])
})
