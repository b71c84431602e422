import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { datasetFingerprint } from './fingerprint'

const tiny = () => ({
  classes: [
    { label: 1, character: 'A', characters: ['A', 'a'] },
    { label: 2, character: 'B', characters: ['B'] },
  ],
  height: 28 as const,
  width: 28 as const,
  images: Uint8Array.from({ length: 3 * 784 }, (_, at) => at % 251),
  labels: Int32Array.of(0, 1, 1),
  trainCount: 2,
  testCount: 1,
})

test('is the SHA-256 of the documented bytes', () => {
  const header = 'glyphlab data set 1\n[[[1,"A","a"],[2,"B"]],2,1,28,28]\n'
  const bytes = Buffer.concat([Buffer.from(header), Buffer.of(0, 1, 1), tiny().images])
  const expected = createHash('sha256').update(bytes).digest('hex')
  expect(datasetFingerprint(tiny())).toBe(expected)
})

test('is the same under another name', () => {
  expect(datasetFingerprint({ ...tiny(), ...{ name: 'x', split: 'y' } })).toBe(
    datasetFingerprint(tiny()),
  )
})

test.each([
  ['a pixel', { images: tiny().images.with(783, 0) }],
  ['a label', { labels: Int32Array.of(1, 1, 1) }],
  ['where the parts divide', { trainCount: 1, testCount: 2 }],
  [
    'a character of a class',
    { classes: tiny().classes.with(0, { label: 1, character: 'A', characters: ['A'] }) },
  ],
])('changes with %s', (_, change) => {
  expect(datasetFingerprint({ ...tiny(), ...change })).not.toBe(datasetFingerprint(tiny()))
})
