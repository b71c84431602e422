import { expect, test } from 'vitest'
import type { ImageQuery } from '../../../src-preload/contract/measurement'
import { imageAnswers } from '../evaluation/image-answers'
import { selectImages } from './select-images'

const ALL: ImageQuery = {
  ...{ actual: null, predicted: null, outcome: 'any' },
  ...{ confidence: [0, 1], order: 'files' },
}
/** True class, then the probabilities of three. Float32 holds them exactly. */
const IMAGES = [
  [0, 0.75, 0.25, 0],
  [0, 0.25, 0.5, 0.25],
  [1, 0.875, 0, 0.125],
  [1, 0, 1, 0],
  [2, 0.125, 0.375, 0.5],
  [0, 0.5, 0.25, 0.25],
] as const
const answers = imageAnswers(
  Int32Array.from(IMAGES, ([actual]) => actual),
  {
    kind: 'probabilities',
    values: Float64Array.from(IMAGES.flatMap(([, ...row]) => row)),
    classCount: 3,
  },
)

test.each<[string, Partial<ImageQuery>, readonly number[]]>([
  ['all', {}, [0, 1, 2, 3, 4, 5]],
  ['the right ones', { outcome: 'right' }, [0, 3, 4, 5]],
  ['the wrong ones', { outcome: 'wrong' }, [1, 2]],
  ['those of a class', { actual: [0] }, [0, 1, 5]],
  ['those of two classes', { actual: [0, 2] }, [0, 1, 4, 5]],
  ['those of a cell', { actual: [1], predicted: [0] }, [2]],
  ['those of no class', { actual: [] }, []],
  ['those of some confidence, both ends included', { confidence: [0.5, 0.75] }, [0, 1, 4, 5]],
  ['the surest first', { order: 'surest' }, [3, 2, 0, 1, 4, 5]],
  ['the least sure first', { order: 'least-sure' }, [1, 4, 5, 0, 2, 3]],
  ['the least true first', { order: 'least-true' }, [2, 1, 4, 5, 0, 3]],
])('%s', (_, query, wanted) => {
  expect(selectImages(answers, { ...ALL, ...query })).toEqual(wanted)
})
