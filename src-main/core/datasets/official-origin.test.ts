import { expect, test } from 'vitest'
import type { DatasetOrigin } from './about'
import { officialEmnist } from './get/official-emnist'
import { knownTerms } from './known-terms'
import { isOfficialOrigin } from './official-origin'

type FilesOrigin = Extract<DatasetOrigin, { kind: 'files' }>

const official: FilesOrigin = {
  kind: 'files',
  format: 'emnist',
  path: '/home/me/gzip.zip',
  files: officialEmnist('letters').files.map(({ name, bytes, sha256 }) => ({
    ...{ name: `gzip/${name}`, bytes, sha256 },
  })),
}

test("EMNIST's own files are known wherever they come from", () => {
  expect(isOfficialOrigin(official)).toBe(true)
  expect(isOfficialOrigin({ kind: 'emnist', url: 'https://example.org/' })).toBe(true)
  expect(knownTerms(official)).toEqual(knownTerms({ kind: 'emnist', url: '' }))
})

test.each<[string, DatasetOrigin]>([
  ['lack one', { ...official, files: official.files.slice(1) }],
  [
    'have one that differs',
    {
      ...official,
      files: official.files.map((file, at) =>
        at > 0 ? file : { ...file, sha256: '0'.repeat(64) },
      ),
    },
  ],
  ['are of pictures', { kind: 'images', path: '/p', pictures: 9, leftOut: 0, split: null }],
])('files that %s are not', (_, origin) => {
  expect(isOfficialOrigin(origin)).toBe(false)
})

test('what goes by the names of EMNIST is cited, and its licence left to the user', () => {
  const files = [{ name: 'emnist-balanced-train.csv', bytes: 1, sha256: '0'.repeat(64) }]
  const terms = knownTerms({ kind: 'files', format: 'csv', path: '/k', files })
  expect(terms).toEqual({ licence: null, citation: expect.stringContaining('EMNIST') })
  const others = [{ name: 'mnist_train.csv', bytes: 1, sha256: '0'.repeat(64) }]
  expect(
    knownTerms({ kind: 'files', format: 'csv', path: '/k', files: others }).citation,
  ).toBeNull()
})
