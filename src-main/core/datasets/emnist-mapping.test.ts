import { describe, expect, test } from 'vitest'
import { mappingText, parseMapping } from './emnist-mapping'

test('a line gives label and character, whatever ends it', () => {
  expect(parseMapping('0 48\r\n1 65\r\n\r\n', 'map')).toEqual([
    { label: 0, character: '0', characters: ['0'] },
    { label: 1, character: 'A', characters: ['A'] },
  ])
})

test('letters keep upper and lower case, and start at label 1', () => {
  expect(parseMapping('1 65 97\n2 66 98\n', 'map')).toEqual([
    { label: 1, character: 'A', characters: ['A', 'a'] },
    { label: 2, character: 'B', characters: ['B', 'b'] },
  ])
})

/** The lines that EMNIST's mapping files have for these characters. */
function linesOf(characters: string): string {
  return [...characters]
    .map((character, label) => `${label} ${character.codePointAt(0)}`)
    .join('\n')
}

const DIGITS = '0123456789'
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const merged = (mapping: string) =>
  parseMapping(mapping, 'map').flatMap(({ characters }) =>
    characters.length > 1 ? [characters.join('')] : [],
  )

test('Balanced and ByMerge have both cases of the fifteen letters they merge', () => {
  const classes = linesOf(`${DIGITS}${CAPITALS}abdefghnqrt`)
  expect(merged(classes).join(' ')).toBe('Cc Ii Jj Kk Ll Mm Oo Pp Ss Uu Vv Ww Xx Yy Zz')
})

test.each([
  ['ByClass, which has every lower case', `${DIGITS}${CAPITALS}abcdefghijklmnopqrstuvwxyz`],
  ['capitals alone', CAPITALS],
  ['digits', DIGITS],
  ['lower case alone', 'abc'],
])('no cases are merged in %s', (_, characters) => {
  expect(merged(linesOf(characters))).toEqual([])
})

test('classes come in the order of their labels', () => {
  expect(parseMapping('2 50\n0 48\n1 49', 'map').map(({ label }) => label)).toEqual([0, 1, 2])
})

test('a character outside the basic plane is one character', () => {
  expect(parseMapping('0 119964\n1 48', 'map')[0]?.character).toBe('\u{1D49C}')
})

test.each([
  ['', 'map: expected at least 2 classes, found 0'],
  ['0 48\n', 'map: expected at least 2 classes, found 1'],
  [
    '0 48\n1\n',
    'map, line 2: expected a label (0 to 255) and the codes of its characters, found "1"',
  ],
  [
    '0 48\n\n1 49\n',
    'map, line 2: expected a label (0 to 255) and the codes of its characters, found ""',
  ],
  [
    '0 x\n1 49\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "0 x"',
  ],
  [
    '256 48\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "256 48"',
  ],
  [
    '-1 48\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "-1 48"',
  ],
  [
    '0 55296\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "0 55296"',
  ],
  [
    '0 1114112\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "0 1114112"',
  ],
  [
    '0 7\n',
    'map, line 1: expected a label (0 to 255) and the codes of its characters, found "0 7"',
  ],
  ['0 48\n1 49\n0 50\n', 'map, line 3: label 0 is already in line 1'],
])('the mapping %j is refused', (text, message) => {
  expect(() => parseMapping(text, 'map')).toThrow(
    expect.objectContaining({ code: 'dataset-invalid', message }),
  )
})

describe('what is written is what is read', () => {
  const mapped = (...classes: readonly (readonly string[])[]) =>
    classes.map((characters, label) => ({ label, character: characters[0] ?? '', characters }))

  test.each([
    ['digits', mapped(['0'], ['1']), '0 48\n1 49\n'],
    ['letters of both cases', mapped(['A', 'a'], ['B', 'b']), '0 65 97\n1 66 98\n'],
    ['cases that are not merged', mapped(['A'], ['b']), '0 ["A"]\n1 ["b"]\n'],
    ['words', mapped(['T-shirt/top'], ['お']), '0 ["T-shirt/top"]\n1 ["お"]\n'],
    ['characters of several codes', mapped(['e\u0301'], ['e']), '0 ["e\u0301"]\n1 ["e"]\n'],
    ['a space', mapped(['_ _'], ['e']), '0 ["_ _"]\n1 ["e"]\n'],
  ])('%s', (_, classes, text) => {
    expect(mappingText(classes)).toBe(text)
    expect(parseMapping(text, 'map')).toEqual(classes)
  })
})

test.each(['0 []', '0 [""]', '0 ["a"', '300 ["a"]', '0 [7]', `0 ["${'a'.repeat(65)}"]`])(
  'a line %s is no mapping',
  (line) => {
    expect(() => parseMapping(`${line}\n1 ["b"]\n`, 'map')).toThrow('map, line 1: expected a label')
  },
)
