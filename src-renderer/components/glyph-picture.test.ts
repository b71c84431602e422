import { expect, test } from 'vitest'
import { glyphPicture, shadesBetween } from './glyph-picture'

const PIXELS = Uint8Array.from({ length: 784 }, (_, at) => at % 256)

test('a picture is a bitmap that ends in the very pixels', () => {
  const shades = shadesBetween([250, 240, 230], [10, 20, 30])
  const address = glyphPicture(Buffer.from(PIXELS).toString('base64'), shades)
  const [kind, text = ''] = address.split(',')
  expect(kind).toBe('data:image/bmp;base64')
  const bytes = Buffer.from(text, 'base64')
  expect(bytes.toString('base64')).toBe(text)
  expect(bytes.toString('latin1', 0, 2)).toBe('BM')
  expect(bytes.readUInt32LE(2)).toBe(bytes.length)
  expect([bytes.readInt32LE(18), bytes.readInt32LE(22), bytes.readUInt16LE(28)]).toEqual([
    28, -28, 8,
  ])
  expect(new Uint8Array(bytes.subarray(bytes.readUInt32LE(10)))).toEqual(PIXELS)
})

test('shades go from paper to ink, blue before red', () => {
  const palette = Buffer.from(shadesBetween([250, 240, 230], [10, 20, 30]), 'base64').subarray(54)
  const shade = (at: number) => [...palette.subarray(at * 4, at * 4 + 4)]
  expect([shade(0), shade(51), shade(255)]).toEqual([
    [230, 240, 250, 0],
    [190, 196, 202, 0],
    [30, 20, 10, 0],
  ])
})
