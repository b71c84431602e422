import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { madeArchive } from '../../archives/made-archive.test-helper'
import { openSource } from './file-source'
import { writeFiles } from './made-pictures.test-helper'
import type { SourceFile } from './source-file'

const NOBODY = 65534

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const FILES = {
  'b.txt': 'b',
  'a.txt': 'a',
  'sub/e\u0301/\u{1f600}.txt': 'emoji',
  'sub/\uffe5.txt': 'yen',
  '.hidden': 'x',
  '.git/config': 'x',
  'sub/.DS_Store': 'x',
  'sub/Thumbs.db': 'x',
  '__MACOSX/a.txt': 'x',
}
const SHOWN = ['a.txt', 'b.txt', 'sub/é/\u{1f600}.txt', 'sub/\uffe5.txt']

const content = async (file: SourceFile | undefined) =>
  file === undefined ? null : text(await file.open())

describe('files of', () => {
  test.each(['a folder', 'an archive'])(
    '%s come in code point order, without hidden ones',
    async (kind) => {
      const path = kind === 'a folder' ? folder : join(folder, 'archive')
      if (kind === 'a folder') await writeFiles(folder, FILES)
      else await writeFile(path, await madeArchive(FILES))
      await using source = await openSource(path)
      expect(source.files.map(({ name }) => name)).toEqual(SHOWN)
      expect(source.folders).toEqual(['sub', 'sub/é'])
      const [first, , emoji] = source.files
      expect(await content(first)).toBe('a')
      expect(await content(emoji)).toBe('emoji')
      expect(emoji?.bytes).toBe(5)
    },
  )

  test('one file are those of its data set', async () => {
    await writeFiles(folder, {
      'mnist_train.csv': '',
      'mnist_test.csv': '',
      'kmnist_test.csv': '',
      'emnist-mnist-train.csv': '',
      'emnist-mnist-mapping.txt': '',
      'train-images-idx3-ubyte.gz': '',
      't10k-labels.idx1-ubyte': '',
      'other.bin': '',
      'sub/mnist_test.csv': '',
    })
    const names = async (name: string) => {
      await using source = await openSource(join(folder, name))
      return source.files.map((file) => file.name)
    }
    expect(await names('mnist_test.csv')).toEqual(['mnist_test.csv', 'mnist_train.csv'])
    expect(await names('emnist-mnist-train.csv')).toEqual([
      'emnist-mnist-mapping.txt',
      'emnist-mnist-train.csv',
    ])
    expect(await names('train-images-idx3-ubyte.gz')).toEqual([
      't10k-labels.idx1-ubyte',
      'train-images-idx3-ubyte.gz',
    ])
    expect(await names('other.bin')).toEqual(['other.bin'])
  })
})

describe.skipIf(process.platform === 'win32')('links and pipes', () => {
  test('links are followed, but not in circles', async () => {
    await writeFiles(folder, { 'real/a.txt': 'a', 'far/deep/b.txt': 'b' })
    await symlink('..', join(folder, 'real/up'))
    await symlink('.', join(folder, 'real/self'))
    await symlink('loop', join(folder, 'loop'))
    await symlink('a.txt', join(folder, 'real/c.txt'))
    await symlink(join(folder, 'far'), join(folder, 'real/far'))
    await using source = await openSource(join(folder, 'real'))
    // Through `up` the folder around it is seen once, but not itself in there.
    expect(source.files.map(({ name }) => name)).toEqual([
      'a.txt',
      'c.txt',
      'far/deep/b.txt',
      'up/far/deep/b.txt',
      'up/loop',
    ])
    const loop = source.files.at(-1)
    await expect(loop?.open()).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(/loop: cannot be read \(ELOOP\)$/),
    })
  })

  test.runIf(process.platform === 'linux')('a name that is no Unicode is told', async () => {
    await mkdir(join(folder, 'in'))
    await mkdir(Buffer.concat([Buffer.from(join(folder, 'in/caf')), Buffer.of(0xe9)]))
    await expect(openSource(join(folder, 'in'))).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: `${join(folder, 'in')}: the name caf\ufffd is no Unicode`,
    })
  })

  test('links that fan out come to an end', async () => {
    // Forty ways down each of three steps.
    for (let depth = 0; depth < 3; depth++) {
      await mkdir(join(folder, `in/${depth}`), { recursive: true })
      for (let link = 0; link < 40; link++)
        await symlink(`../${depth + 1}`, join(folder, `in/${depth}/${link}`))
    }
    await mkdir(join(folder, 'in/3'))
    await expect(openSource(join(folder, 'in'))).rejects.toThrow('in: more than 50000 folders')
  })

  test('a pipe is not waited for', async () => {
    await mkdir(join(folder, 'in'))
    const pipe = join(folder, 'in/pipe')
    execFileSync('mkfifo', [pipe])
    await using source = await openSource(join(folder, 'in'))
    await expect(source.files[0]?.open()).rejects.toThrow(`${pipe}: is no file`)
    await expect(openSource(pipe)).rejects.toMatchObject({
      code: 'dataset-missing',
      message: `${pipe} is neither a file nor a folder`,
    })
    await expect(openSource('/dev/zero')).rejects.toThrow('is neither a file nor a folder')
  })

  test('a folder that may not be read is named', async () => {
    await mkdir(join(folder, 'closed'))
    await chmod(join(folder, 'closed'), 0)
    await chmod(folder, 0o755)
    // Root may read everything, so it becomes nobody for a moment.
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(NOBODY)
    try {
      await expect(openSource(folder)).rejects.toThrow(/closed: cannot be read \(EACCES\)$/)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})
