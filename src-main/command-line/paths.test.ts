import { expect, test } from 'vitest'
import { asTyped } from './paths'

test('a path that is none is not the folder one stands in', () => {
  expect(() => asTyped('')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('a path is taken from where the user stands', () => {
  expect(asTyped('/there')).toBe('/there')
  expect(asTyped('.')).toBe(process.env['INIT_CWD'] ?? process.cwd())
})
