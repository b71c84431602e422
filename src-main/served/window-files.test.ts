import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWindowFiles } from './window-files'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-window-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('every file has its type, and only what has a hash in its name is kept', async () => {
  await mkdir(join(folder, 'assets'))
  const names = ['index.html', 'icon.svg', 'assets/index-Ab12Cd_4.css', 'assets/plain.js', 'x.bin']
  for (const name of names) await writeFile(join(folder, name), name)
  const files = await readWindowFiles(folder)
  expect(
    [...files].map(([address, file]) => [address, file.contentType, file.cacheControl]).sort(),
  ).toEqual([
    ['/', 'text/html; charset=utf-8', 'no-store'],
    [
      '/assets/index-Ab12Cd_4.css',
      'text/css; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
    ['/assets/plain.js', 'text/javascript; charset=utf-8', 'no-store'],
    ['/icon.svg', 'image/svg+xml', 'no-store'],
    ['/index.html', 'text/html; charset=utf-8', 'no-store'],
    ['/x.bin', 'application/octet-stream', 'no-store'],
  ])
})

test.skipIf(process.platform === 'win32')('a link leads nowhere', async () => {
  await writeFile(join(folder, 'index.html'), '')
  await symlink('/etc/passwd', join(folder, 'passwd'))
  await symlink('/etc', join(folder, 'etc'))
  expect([...(await readWindowFiles(folder)).keys()].sort()).toEqual(['/', '/index.html'])
})

test.each(['', 'absent'])(
  'a folder without a window (%j) is an error that says so',
  async (name) => {
    await expect(readWindowFiles(join(folder, name))).rejects.toMatchObject({
      code: 'serve-failed',
      message: expect.stringMatching(/^there is no window in /),
    })
  },
)
