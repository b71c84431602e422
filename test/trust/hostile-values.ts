import fc from 'fast-check'

/** A number as JSON may have it and JavaScript cannot write it: it is put in without its quotes. */
const RAW = '@number:'
const NUMBERS = [
  '1e999',
  '-1e999',
  '-0',
  '1e-400',
  '123456789012345678901234567890',
  '9007199254740993',
]

/** Names that mean something to a file system, a shell, an address or a prototype. */
const NAMES = [
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.',
    '',
    ' ',
    '/',
    '\\',
    '..\\..\\x',
    'C:\\x',
    '~/x',
  ],
  ...['%2e%2e%2fetc%2fpasswd', 'file:///etc/passwd', 'http://127.0.0.1:1/', '\\\\host\\share'],
  ...[
    'a\0b',
    '\n',
    '\u202Egnp.exe',
    '\ud800',
    '\uffff',
    '\ufeff',
    'CON',
    'NUL.txt',
    '-rf',
    '$(id)',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'NaN', '😀'],
]

const LENGTHS = [129, 256, 5_000, 100_000, 1_000_000]
const DEPTHS = [10, 100, 1_000]

/** Text that is no JSON and nearly is. */
export const NO_JSON = [
  ...[
    '',
    ' ',
    '{',
    '[',
    '}',
    '"',
    'NaN',
    'undefined',
    '{id:1}',
    "{'id':1}",
    '\ufeff{}',
    '{"id":1,}',
  ],
  ...['null', 'true', '0', '[]', '{}', '""', '[null]', '{"id":-1}', '{"id":1.5}', '{"id":"1"}'],
  ...['{"id":null}', '{"id":1e999}', '{"id":{"valueOf":1}}', '{"__proto__":{"id":1}}'],
  '['.repeat(100_000),
  '{"a":'.repeat(50_000),
]

/** What no field expects, as JSON can hold it. */
export function hostileValues(paths: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...NAMES, ...paths) },
    { weight: 2, arbitrary: fc.constantFrom(...NUMBERS.map((number) => RAW + number)) },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false, -1, 0.5, 2 ** 53, -1e308, 1e308) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>([], {}, [[]], [null], { length: 1e9 }) },
    { weight: 2, arbitrary: fc.constant(JSON.parse('{"__proto__":{"polluted":1}}') as unknown) },
    { weight: 2, arbitrary: fc.constant({ constructor: { prototype: { polluted: 1 } } }) },
    { weight: 1, arbitrary: fc.constantFrom(...LENGTHS).map((length) => 'ä'.repeat(length / 2)) },
    { weight: 1, arbitrary: fc.constantFrom(...LENGTHS).map((length) => numbersOf(length / 10)) },
    { weight: 1, arbitrary: fc.constantFrom(...DEPTHS).map(nested) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 2, arbitrary: fc.anything({ withNullPrototype: false }) },
  )
}

/** One place of a value, chosen by `at`, given another value; or gone, twice there, or with a neighbour. */
export function changed(value: unknown, at: number, how: number, hostile: unknown): unknown {
  const places = placesIn(value)
  const place = places[at % places.length]
  if (place === undefined) return hostile
  const copy: unknown = structuredClone(value)
  let holder: unknown = copy
  for (const key of place.slice(0, -1)) holder = Reflect.get(Object(holder), key)
  const last = place.at(-1)
  if (last === undefined || typeof holder !== 'object' || holder === null) return hostile
  switch (how % 4) {
    case 0:
      Reflect.deleteProperty(holder, last)
      break
    case 1:
      Reflect.set(holder, `${String(last)} `, hostile)
      break
    default:
      Reflect.set(holder, last, hostile)
  }
  return copy
}

/** The text of a frame, as it is sent. */
export function frameText(frame: object): string {
  return JSON.stringify(frame).replace(new RegExp(`"${RAW}([^"]*)"`, 'g'), '$1')
}

type Place = readonly PropertyKey[]

function placesIn(value: unknown, to: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [to]
  const inside = Reflect.ownKeys(value).flatMap((key) =>
    Array.isArray(value) && key === 'length' ? [] : placesIn(Reflect.get(value, key), [...to, key]),
  )
  return [to, ...inside]
}

function numbersOf(length: number): readonly number[] {
  return Array.from({ length }, (_, place) => place)
}

function nested(depth: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}
