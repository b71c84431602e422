import { expect, test } from 'vitest'
import { parseMapping } from './emnist-mapping'

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
