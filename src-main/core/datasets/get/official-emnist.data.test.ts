import { EMNIST_SPLITS } from '../../../../src-preload/contract/shelf'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileContent } from '../../files/file-content'
import { officialEmnist } from './official-emnist'
import { realData } from '../real-data.test-helper'

const { folder, isAbsent } = realData('official')

describe.skipIf(isAbsent)('of the official files', () => {
  test.each(['balanced', 'mnist'] as const)(
    'the mapping of %s is what is written here',
    (split) => {
      const text = readFileSync(join(folder, `emnist-${split}-mapping.txt`), 'utf8')
      expect(officialEmnist(split).mapping).toBe(text)
    },
  )

  test('sizes and hashes are those of the list', () => {
    const listed = readFileSync(join(folder, 'official-sha256.txt'), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [sha256 = '', bytes = '', name = ''] = line.split(/\s+/)
        return name.startsWith('gzip/')
          ? [{ name: name.slice(5), bytes: Number(bytes), sha256 }]
          : []
      })
    const ours = EMNIST_SPLITS.flatMap((split) => officialEmnist(split).files)
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
    expect([...ours].sort(byName)).toEqual(listed.sort(byName))
  })

  test.each([
    ['balanced', 'train-labels-idx1'],
    ['balanced', 'test-labels-idx1'],
    ['mnist', 'test-labels-idx1'],
    ['mnist', 'test-images-idx3'],
  ] as const)('%s %s is the file with this hash and count', async (split, part) => {
    const { files, trainCount, testCount } = officialEmnist(split)
    const name = `emnist-${split}-${part}-ubyte.gz`
    const path = join(folder, name)
    expect(files).toContainEqual({ name, ...(await fileContent(path)) })
    // The second number of an idx file is how many items it has.
    expect(gunzipSync(readFileSync(path)).readUInt32BE(4)).toBe(
      part.startsWith('train') ? trainCount : testCount,
    )
  })
})
