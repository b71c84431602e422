import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppendFile } from './append-file'
import { makeFolderAtomically, writeFileAtomically } from './atomic-write'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a file written atomically', () => {
  test('holds its pieces in order and leaves nothing beside it', async () => {
    const path = join(folder, 'whole')
    await writeFileAtomically(path, 'before')
    await writeFileAtomically(path, [Buffer.from('one '), Buffer.from('two')])
    expect(await readFile(path, 'utf8')).toBe('one two')
    expect(await readdir(folder)).toEqual(['whole'])
  })

  test('of many megabytes is whole', async () => {
    const path = join(folder, 'large')
    const content = Buffer.alloc(9 * 2 ** 20 + 1, 7)
    await writeFileAtomically(path, [content])
    expect((await readFile(path)).equals(content)).toBe(true)
  })

  test('that cannot take its place leaves what was there', async () => {
    const path = join(folder, 'taken')
    await mkdir(path)
    await expect(writeFileAtomically(path, 'text')).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/cannot be written \((EISDIR|EPERM)\)$/),
    })
    expect(await readdir(folder)).toEqual(['taken'])
  })

  test('in a folder that is not there says so', async () => {
    const path = join(folder, 'nowhere', 'file')
    await expect(writeFileAtomically(path, 'text')).rejects.toMatchObject({
      code: 'output-failed',
      message: `${path} cannot be written (ENOENT)`,
    })
  })

  test.runIf(process.platform === 'linux')('on a full disk says so', async () => {
    // Writing to this device fails as on a full disk; renaming it away is never reached.
    const file = await AppendFile.open('/dev/full', 0)
    await expect(file.append('text')).rejects.toMatchObject({
      code: 'disk-full',
      message: 'no space is left to write /dev/full',
    })
    await file.close()
  })
})

describe('a folder made atomically', () => {
  test('appears when it is filled', async () => {
    const path = join(folder, 'made')
    await makeFolderAtomically(path, async (temporary) => {
      expect(await readdir(folder)).not.toContain('made')
      await writeFile(join(temporary, 'file'), 'text')
    })
    expect(await readdir(path)).toEqual(['file'])
    expect(await readdir(folder)).toEqual(['made'])
  })

  test('does not appear where filling it fails', async () => {
    const filling = makeFolderAtomically(join(folder, 'made'), async (temporary) => {
      await writeFile(join(temporary, 'file'), 'text')
      throw new Error('no luck')
    })
    await expect(filling).rejects.toMatchObject({ code: 'output-failed' })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a file that grows', () => {
  test('counts its bytes and goes on where it is cut', async () => {
    const path = join(folder, 'log')
    const first = await AppendFile.open(path, 0)
    await first.append('é\n')
    expect(first.bytes).toBe(3)
    await first.append('lost')
    await first.sync()
    await first.close()
    const second = await AppendFile.open(path, 3)
    await second.append('next\n')
    await second.close()
    expect(await readFile(path, 'utf8')).toBe('é\nnext\n')
  })

  test('that is shorter than it should be is refused', async () => {
    const path = join(folder, 'log')
    await writeFile(path, '12')
    await expect(AppendFile.open(path, 3)).rejects.toMatchObject({
      code: 'run-damaged',
      message: `${path} has 2 bytes, expected 3`,
    })
    expect(await readFile(path, 'utf8')).toBe('12')
  })
})
