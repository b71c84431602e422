import { expect, test } from 'vitest'
import { className, shortClassName } from './class-name'

test.each([
  [['7'], '7', '7'],
  [['C', 'c'], 'C or c', 'C c'],
  [['0', 'O', 'o'], '0, O or o', '0 O o'],
])('%j is called %j in text, %j in a table', (characters, inText, inTable) => {
  expect(className(characters)).toBe(inText)
  expect(shortClassName(characters)).toBe(inTable)
})
