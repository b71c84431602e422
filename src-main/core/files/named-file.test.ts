import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { lstat, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeNamedFile } from './named-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-named-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a new file is written whole', async () => {
  const path = join(folder, 'new')
  await writeNamedFile(path, [Buffer.from('one '), Buffer.from('two')])
  expect(await readFile(path, 'utf8')).toBe('one two')
})

test('behind a link the file is replaced, and not the link', async () => {
  const [target, link] = [join(folder, 'target'), join(folder, 'link')]
  await writeFile(target, 'old')
  await symlink(target, link)
  await writeNamedFile(link, 'new')
  expect(await readFile(target, 'utf8')).toBe('new')
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
})

test('a folder is refused', async () => {
  await expect(writeNamedFile(folder, 'text')).rejects.toMatchObject({
    code: 'output-failed',
    message: expect.stringMatching(/cannot be written \((EISDIR|EPERM)\)$/),
  })
})

test.skipIf(process.platform === 'win32')('a pipe is written to and stays one', async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  await writeNamedFile(path, [Buffer.from('one '), Buffer.from('two')])
  expect((await stat(path)).isFIFO()).toBe(true)
  expect((await reader.read()).buffer.toString('utf8', 0, 7)).toBe('one two')
  await reader.close()
})

test.runIf(process.platform === 'linux')('a full device says so', async () => {
  const link = join(folder, 'full')
  await symlink('/dev/full', link)
  await expect(writeNamedFile(link, 'text')).rejects.toMatchObject({
    code: 'disk-full',
    message: `no space is left to write ${link}`,
  })
})
