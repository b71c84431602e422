import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLicences } from './licences'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glyphlab-licences-'))
})
afterEach(() => rm(root, { recursive: true }))

/** Files that have their own path as text. */
async function place(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), path)
  }
}

const BUILT = ['out', 'app', 'main']

test('an installed application has them among its resources', async () => {
  const files = ['licenses/Glyphlab.txt', 'licenses/THIRD_PARTY_LICENSES.txt']
  await place(...files, 'app.asar/package.json')
  const [glyphlab, packages] = files
  expect(readLicences(root, join(root, 'app.asar', ...BUILT))).toEqual({ glyphlab, packages })
})

test.each([
  ['a package of npm', 'THIRD_PARTY_LICENSES.txt'],
  ['a checkout that has made them', 'out/package/THIRD_PARTY_LICENSES.txt'],
])('%s has them in a file', async (_, packages) => {
  await place('package.json', 'LICENSE', packages)
  expect(readLicences(null, join(root, ...BUILT))).toEqual({ glyphlab: 'LICENSE', packages })
})

test('a checkout that has not made them has its own alone', async () => {
  // What lies around it is somebody else's.
  await place('THIRD_PARTY_LICENSES.txt', 'checkout/package.json', 'checkout/LICENSE')
  expect(readLicences(null, join(root, 'checkout', ...BUILT))).toEqual({
    glyphlab: 'checkout/LICENSE',
    packages: null,
  })
})

test('these sources are under the MIT licence', () => {
  expect(readLicences(null).glyphlab).toContain('MIT License')
})

test('a file that cannot be read is told', async () => {
  await place('package.json', 'LICENSE/no-file')
  expect(() => readLicences(null, join(root, ...BUILT))).toThrow('EISDIR')
})
