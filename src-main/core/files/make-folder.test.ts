import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeFolder, PRIVATE_FOLDER } from './make-folder'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a folder is made with those above it', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await makeFolder(path)
  expect((await stat(path)).isDirectory()).toBe(true)
})

test('one that is there stays, behind a link too', async () => {
  await writeFile(join(folder, 'file'), 'text')
  await symlink(folder, join(folder, 'link'))
  await makeFolder(folder)
  await makeFolder(join(folder, 'link'))
  expect((await stat(join(folder, 'file'))).size).toBe(4)
})

test('made by many at once, it is there for all', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)))
  expect((await stat(path)).isDirectory()).toBe(true)
})

test('a file in its place, or above it, is refused', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(file, 'a'))).rejects.toThrow(/ENOTDIR|EEXIST/)
})

test.runIf(process.platform === 'linux')('where none can be made, that is said', async () => {
  await expect(makeFolder('/proc/glyphlab/runs')).rejects.toMatchObject({ code: 'ENOENT' })
})

describe.skipIf(process.platform === 'win32')('other users of the machine', () => {
  const home = () => join(folder, 'share', 'glyphlab')
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777
  beforeEach(() => vi.stubEnv('GLYPHLAB_HOME', home()))
  afterEach(() => vi.unstubAllEnvs())

  test('see nothing of a data home, whatever is made there first', async () => {
    await makeFolder(join(home(), 'runs', 'first'))
    expect(await modeOf(home())).toBe(0o700)
    expect(await modeOf(join(folder, 'share'))).toBe(0o777 & ~process.umask())
  })

  test('keep what its owner lets them see', async () => {
    await makeFolder(home(), 0o750)
    await makeFolder(join(home(), 'runs'))
    expect(await modeOf(home())).toBe(0o750)
  })

  test('see nothing of a folder that is made so', async () => {
    await makeFolder(join(folder, 'sent', 'one'), PRIVATE_FOLDER)
    expect(await modeOf(join(folder, 'sent', 'one'))).toBe(0o700)
  })
})
