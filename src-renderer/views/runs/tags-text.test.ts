import { expect, test } from 'vitest'
import { tagsText, tagsTyped } from './tags-text'

test('tags are told apart by commas and lines, each once', () => {
  expect(tagsTyped(' good, week 3,,\n試行 ,good')).toEqual(['good', 'week 3', '試行'])
})

test('two thousand tags are read back as they were', () => {
  const tags = Array.from({ length: 2000 }, (_, index) => `tag ${index}`)
  expect(tagsTyped(tagsText(tags))).toEqual(tags)
})
