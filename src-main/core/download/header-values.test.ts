import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseContentLength,
  parseContentRange,
  parseRetryAfter,
  validatorOf,
  type ContentRange,
} from './header-values'
import { backOffMs, DEFAULT_PATIENCE } from './patience'
import { parseOrigin, type PartOrigin } from './part-file'
import { shownUrl } from './shown-url'

describe('Content-Range', () => {
  test.each<[string, ContentRange | null]>([
    ['bytes 0-99/1000', { start: 0, end: 100, bytesTotal: 1000 }],
    ['Bytes 7-7/*', { start: 7, end: 8, bytesTotal: null }],
    ['bytes 999-999/1000', { start: 999, end: 1000, bytesTotal: 1000 }],
    ['bytes */1000', null],
    ['bytes 0-1000/1000', null],
    ['bytes 9-8/1000', null],
    ['bytes 0-9', null],
    ['bytes=0-9/10', null],
    ['items 0-9/10', null],
    ['bytes 0-99999999999999999999/*', null],
    ['', null],
  ])('%j is read as %j', (text, expected) => {
    expect(parseContentRange(text)).toEqual(expected)
  })

  test('that a good server writes is read as it was meant', () => {
    const lengths = fc.tuple(fc.nat(2 ** 31), fc.integer({ min: 1, max: 2 ** 31 }), fc.nat(2 ** 31))
    fc.assert(
      fc.property(lengths, ([start, length, rest]) => {
        const [end, bytesTotal] = [start + length, start + length + rest]
        expect(parseContentRange(`bytes ${start}-${end - 1}/${bytesTotal}`)).toEqual({
          start,
          end,
          bytesTotal,
        })
      }),
    )
  })

  test('of any kind never names bytes that cannot be', () => {
    const piece = fc.constantFrom('bytes', ' ', '-', '/', '*', '0', '1', '99', '-1', '1e3', '\n')
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        const range = parseContentRange(any)
        if (range === null) return
        expect(range.start).toBeLessThan(range.end)
        expect(range.end).toBeLessThanOrEqual(range.bytesTotal ?? range.end)
      }),
    )
  })
})

describe('Retry-After', () => {
  const NOW = Date.UTC(2025, 10, 1, 12, 0, 0)

  test.each<[string, number | null]>([
    ['0', 0],
    ['120', 120_000],
    ['Sat, 01 Nov 2025 12:05:00 GMT', 300_000],
    ['Saturday, 01-Nov-25 12:05:00 GMT', 300_000],
    ['Sat, 01 Nov 2025 11:00:00 GMT', 0],
    ['99999999999999', 366 * 24 * 3600 * 1000],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['2026', 2_026_000],
    ['', null],
  ])('%j means %j ms', (text, expected) => {
    expect(parseRetryAfter(text, NOW)).toBe(expected)
  })

  test('of any kind is a time to come or none', () => {
    const text = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    )
    fc.assert(
      fc.property(text, (any) => {
        const waitMs = parseRetryAfter(any, NOW)
        if (waitMs !== null) expect(waitMs).toBeGreaterThanOrEqual(0)
        if (waitMs !== null) expect(Number.isFinite(waitMs)).toBe(true)
      }),
    )
  })
})

test.each<[string | undefined, number | null]>([
  ['0', 0],
  ['12', 12],
  ['-1', null],
  ['1, 2', null],
  ['99999999999999999999', null],
  [undefined, null],
])('Content-Length %j is read as %j', (text, expected) => {
  expect(parseContentLength(text)).toBe(expected)
})

test.each<[etag: string | undefined, lastModified: string | undefined, expected: string | null]>([
  ['"a"', 'then', '"a"'],
  ['W/"a"', 'then', 'then'],
  ['unquoted', undefined, null],
  [undefined, undefined, null],
])('of ETag %j and Last-Modified %j, %j tells versions apart', (etag, lastModified, expected) => {
  const headers = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
  }
  expect(validatorOf(headers)).toBe(expected)
})

describe('the origin of a part', () => {
  const origin = fc.record<PartOrigin>({
    url: fc.webUrl(),
    validator: fc.option(fc.string()),
    bytesTotal: fc.option(fc.nat()),
    range: fc.option(fc.record({ start: fc.nat(), end: fc.nat() })),
  })

  test('is read as it was written', () => {
    fc.assert(
      fc.property(origin, (any) => {
        expect(parseOrigin(JSON.stringify(any))).toEqual(any)
      }),
    )
  })

  test('of any kind, cut or torn, is one or none', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(origin, fc.nat(200)).map(([any, length]) => JSON.stringify(any).slice(0, length)),
      fc
        .record({ url: fc.anything(), bytesTotal: fc.anything() })
        .map((any) => String(safeJson(any))),
    )
    fc.assert(
      fc.property(text, (any) => {
        const read = parseOrigin(any)
        if (read !== null) expect(parseOrigin(JSON.stringify(read))).toEqual(read)
      }),
    )
  })
})

describe('the pause before the next try', () => {
  test.each<[fruitless: number, chance: number, expected: number]>([
    [1, 0, 250],
    [1, 1, 500],
    [2, 1, 1000],
    [7, 1, 30_000],
    [999, 1, 30_000],
    [999, 0, 15_000],
  ])('after %i fruitless ones, with chance %d, is %d ms', (fruitless, chance, expected) => {
    expect(backOffMs(DEFAULT_PATIENCE, fruitless, chance)).toBe(expected)
  })
})

describe('an address', () => {
  test.each<[string, string]>([
    ['https://me:word@host:8443/a/b.zip?key=secret#part', 'https://host:8443/a/b.zip'],
    ['http://host', 'http://host/'],
    ['no address?key=secret', 'no address'],
    ['http://me:word@', ''],
    ['mailto:me@host', 'mailto:host'],
  ])('%s is shown as %s', (url, expected) => {
    expect(shownUrl(url)).toBe(expected)
  })

  test('never shows name, password or query', () => {
    const secret = fc.stringMatching(/^SECRET[a-z]{4}$/)
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), secret, (url, word) => {
        const withSecrets = new URL(url)
        withSecrets.username = word
        withSecrets.password = word
        withSecrets.searchParams.set('key', word)
        expect(shownUrl(withSecrets)).not.toContain(word)
        expect(shownUrl(withSecrets.href)).not.toContain(word)
      }),
    )
  })
})

function safeJson(any: unknown): string | undefined {
  try {
    return JSON.stringify(any)
  } catch {
    // BigInts and cycles.
    return undefined
  }
}
