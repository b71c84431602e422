import { expect, test } from 'vitest'
import { dataRoute, imageOfQuery } from './data-route'

test.each([
  ['test:123', { part: 'test', index: 123 }],
  ['train:0', { part: 'train', index: 0 }],
  ['train:-1', null],
  ['valid:3', null],
  ['test:1234567890', null],
  [['test:1', 'test:2'], null],
  [undefined, null],
])('the image of %o', (query, place) => {
  expect(imageOfQuery(query)).toEqual(place)
})

test('an image is found by the address that shows it', () => {
  const place = { part: 'test', index: 9 } as const
  const { query } = dataRoute({ source: 'emnist', split: 'letters' }, place)
  expect(imageOfQuery(query.image)).toEqual(place)
})

test('a data set of one split is named without it', () => {
  expect(dataRoute({ source: 'mine', split: null }).params).toEqual({ dataset: 'mine' })
})
