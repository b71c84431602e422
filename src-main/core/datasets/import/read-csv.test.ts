import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GlyphlabError } from '../../errors'
import { csvText, madeSourceFile } from './made-source.test-helper'
import { measureCsv } from './measure-csv'
import { readPixelCsv, roomFor } from './read-csv'
import type { SourceFile } from './source-file'

/** Reads a file of its own; answers what it holds. */
async function read(file: SourceFile, isTransposed = false) {
  const size = await measureCsv(file)
  const rows = roomFor(size)
  const target = { labels: new Uint8Array(rows), images: new Uint8Array(784 * rows) }
  await readPixelCsv(file, size, target, isTransposed)
  return { labels: [...target.labels], images: target.images }
}

const refused = (problem: RegExp | string) =>
  expect.objectContaining({
    code: 'dataset-invalid',
    message: typeof problem === 'string' ? problem : expect.stringMatching(problem),
  })

const labels = Uint8Array.of(3, 0, 255, 17)
const images = Uint8Array.from({ length: 4 * 784 }, (_, at) => (at * 7919) >>> 5)
const good = csvText(labels, images)
const [first = '', second = ''] = good.split('\n')

describe('a sound file', () => {
  test.each([
    ['ended by line feeds', good],
    ['ended by carriage returns and line feeds', good.replaceAll('\n', '\r\n')],
    ['without the last line end', good.trimEnd()],
    ['with a byte order mark', `\ufeff${good}`],
    ['with a header', `label,pixel1,pixel2\n${good}`],
    ['with a header in quotes', `"label","1x1"\r\n${good}`],
    ['with a mark and a header', `\ufeffLabel,1x1\n${good}`],
    ['with zeros before its numbers', good.replace(/^3,/, '003,')],
  ])('%s', async (_, text) => {
    // Every byte can be the last of a chunk.
    for (const chunkBytes of [1, 2, 3, 1000, 1 << 20]) {
      const found = await read(madeSourceFile('mnist_train.csv', text, chunkBytes))
      expect(found.labels).toEqual([...labels])
      expect(Buffer.compare(found.images, images)).toBe(0)
    }
  })

  test('that is stored as EMNIST is set upright', async () => {
    const found = await read(madeSourceFile('a.csv', good, 5000), true)
    const upright = images.map((_, at) => {
      const [image, row, column] = [Math.floor(at / 784), Math.floor(at / 28) % 28, at % 28]
      return images[image * 784 + column * 28 + row] ?? 0
    })
    expect(Buffer.compare(found.images, upright)).toBe(0)
  })
})

/** A line with another text in place of one value. */
const withValue = (line: string, index: number, text: string) =>
  line
    .split(',')
    .map((value, at) => (at === index ? text : value))
    .join(',')
const lines = (...texts: readonly string[]) => `${texts.join('\n')}\n`

describe('refused, with file and line:', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'a.csv: is empty'],
    [
      'a value too few',
      lines(first, second.replace(/,\d+$/, '')),
      'a.csv, line 2: expected 785 values, a label and 784 pixels; found 784',
    ],
    [
      'a value too many',
      lines(first, `${second},0`),
      'a.csv, line 2: expected 785 values, a label and 784 pixels; found more than 785',
    ],
    [
      'a line of another table',
      lines('5,3,1', first),
      'a.csv, line 1: expected 785 values, a label and 784 pixels; found 3',
    ],
    [
      'a text',
      lines(first, withValue(second, 9, '12a')),
      'a.csv, line 2, value 10: expected a whole number from 0 to 255, found "12a"',
    ],
    [
      'nothing between two commas',
      lines(first, withValue(second, 9, '')),
      'a.csv, line 2, value 10: expected a whole number from 0 to 255, found ""',
    ],
    [
      'a comma at the end',
      lines(first, withValue(second, 784, '')),
      'a.csv, line 2, value 785: expected a whole number from 0 to 255, found ""',
    ],
    [
      'a number above 255',
      lines(first, withValue(second, 784, '256')),
      'a.csv, line 2, value 785: expected a whole number from 0 to 255, found "256"',
    ],
    [
      'a label above 255',
      lines(first, withValue(second, 0, '4711')),
      'a.csv, line 2, value 1: expected a whole number from 0 to 255, found "4711"',
    ],
    [
      'a number of many digits',
      lines(first, withValue(second, 5, '0000001')),
      'a.csv, line 2, value 6: expected a whole number from 0 to 255, found "0000001"',
    ],
    [
      'a negative number',
      lines(first, withValue(second, 5, '-1')),
      'a.csv, line 2, value 6: expected a whole number from 0 to 255, found "-1"',
    ],
    [
      'a fraction',
      lines(first, withValue(second, 5, '0.5')),
      'a.csv, line 2, value 6: expected a whole number from 0 to 255, found "0.5"',
    ],
    [
      'a space',
      lines(first, withValue(second, 5, ' 1')),
      'a.csv, line 2, value 6: expected a whole number from 0 to 255, found " 1"',
    ],
    [
      'an empty line',
      lines(first, '', second),
      'a.csv, line 2: is empty; expected a label and 784 pixels',
    ],
    [
      'an empty line at the end',
      lines(first, second, ''),
      'a.csv, line 3: is empty; expected a label and 784 pixels',
    ],
    [
      'an empty first line',
      lines('', first),
      'a.csv, line 1: is empty; expected a label and 784 pixels',
    ],
    [
      'another header',
      lines('class,pixel1,pixel2', first),
      'a.csv, line 1: expected a label from 0 to 255, or a header that begins with label; found "class"',
    ],
    [
      'a header further down',
      lines(first, 'label,pixel1', second),
      'a.csv, line 2, value 1: expected a whole number from 0 to 255, found "label"',
    ],
    [
      'a header after the header',
      lines('label,pixel1', 'label,pixel1', first),
      'a.csv, line 2, value 1: expected a whole number from 0 to 255, found "label"',
    ],
    [
      'line ends of an old Macintosh',
      `${first}\r${second}\r`,
      'a.csv, line 1: a carriage return without the line feed that ends a line',
    ],
    [
      'a carriage return at the end',
      `${first}\r`,
      'a.csv, line 1: a carriage return without the line feed that ends a line',
    ],
    [
      'no line end at all',
      '0,'.repeat(40_000),
      'a.csv, line 1: has no end within 65536 bytes; expected a label and 784 pixels a line',
    ],
    [
      'a long line further down',
      lines(first, second, '1'.repeat(70_000)),
      'a.csv, line 3: has no end within 65536 bytes; expected a label and 784 pixels a line',
    ],
    [
      'a long text',
      lines(first, 'x'.repeat(500)),
      `a.csv, line 2, value 1: expected a whole number from 0 to 255, found "${'x'.repeat(40)}"`,
    ],
    [
      'semicolons',
      lines(first.replaceAll(',', ';')),
      'a.csv, line 1: expected a label from 0 to 255, or a header that begins with label; ' +
        `found ${JSON.stringify(first.replaceAll(',', ';').slice(0, 40))}`,
    ],
    [
      'a file cut off',
      `${first}\n${second.slice(0, second.length / 2)}`,
      `a.csv, line 2: expected 785 values, a label and 784 pixels; ` +
        `found ${second.slice(0, second.length / 2).split(',').length}`,
    ],
  ])('%s', async (_, text, message) => {
    await expect(read(madeSourceFile('a.csv', text))).rejects.toEqual(refused(message))
    // Of a value that goes on in the next chunk only the beginning is shown.
    const [fault = ''] = message.split(' found "')
    await expect(read(madeSourceFile('a.csv', text, 7))).rejects.toThrow(fault)
  })

  test('a file that becomes longer while it is read', async () => {
    const size = await measureCsv(madeSourceFile('a.csv', lines(first)))
    const target = { labels: new Uint8Array(1), images: new Uint8Array(784) }
    const longer = readPixelCsv(madeSourceFile('a.csv', good), size, target, false)
    await expect(longer).rejects.toEqual(refused('a.csv: has changed while it was read'))
  })
})

test('an endless line is refused early', async () => {
  let opened = 0
  const endless: SourceFile = {
    name: 'a.csv',
    bytes: 1e12,
    location: 'a.csv',
    open: async () => {
      const { Readable } = await import('node:stream')
      return Readable.from(
        (function* () {
          for (;;) {
            opened += 1
            yield Buffer.alloc(10_000, '1,')
          }
        })(),
      )
    },
  }
  await expect(measureCsv(endless)).rejects.toEqual(refused(/^a\.csv, line 1: has no end/))
  expect(opened).toBeLessThan(100)
})

test('a file of more lines than any data set has images is not read to its end', async () => {
  const empty = madeSourceFile('a.csv', '\n'.repeat(3_000_000))
  await expect(measureCsv(empty)).rejects.toEqual(refused(/^a\.csv: has more than \d+ lines$/))
})

test('lines without anything in them ask for no room', async () => {
  const size = await measureCsv(madeSourceFile('a.csv', '\n'.repeat(1e6)))
  expect(size.rows).toBe(1e6)
  expect(roomFor(size)).toBe(0)
})

describe('whatever is in a file,', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 5000 }),
    fc
      .array(
        fc.constantFrom('0', '255', '256', ',', ',', '\n', '\r\n', '\r', ' ', 'label', '\ufeff'),
      )
      .map((parts) => Buffer.from(parts.join(''))),
    fc
      .array(
        fc.record({ at: fc.nat(), text: fc.constantFrom('', '\n', ',', '0', '9', 'x', '\0') }),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((changes) => {
        let text = good
        for (const { at, text: inserted } of changes) {
          const place = at % text.length
          text = text.slice(0, place) + inserted + text.slice(place + 1)
        }
        return Buffer.from(text)
      }),
  )

  test('it is read whole or refused in one line', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 4000 }), async (content, chunkBytes) => {
        const file = madeSourceFile('a.csv', content, chunkBytes)
        try {
          const size = await measureCsv(file)
          // No more room than the file itself takes.
          expect(784 * roomFor(size)).toBeLessThanOrEqual(content.length)
          const found = await read(file)
          expect(found.labels).toHaveLength(size.rows)
        } catch (error) {
          if (!(error instanceof GlyphlabError)) throw error
          expect(error.message).toMatch(/^a\.csv[:,] /)
          expect(error.message).not.toMatch(/[\n\r]/)
        }
      }),
      { numRuns: 300 },
    )
  })
})
