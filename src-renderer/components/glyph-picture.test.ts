import { expect, test } from 'vitest'
import { glyphPicture, shadesBetween } from './glyph-picture'

const PIXELS = Uint8Array.from({ length: 784 }, (_, at) => at % 256)
const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

test('a picture is a bitmap that ends in the very pixels', () => {
  const shades = shadesBetween([250, 240, 230], [10, 20, 30])
  const address = glyphPicture(btoa(String.fromCharCode(...PIXELS)), shades)
  const [kind, text = ''] = address.split(',')
  expect(kind).toBe('data:image/bmp;base64')
  const bytes = bytesOf(text)
  const view = new DataView(bytes.buffer)
  expect(String.fromCharCode(...bytes.subarray(0, 2))).toBe('BM')
  expect(view.getUint32(2, true)).toBe(bytes.length)
  const [width, height, bits] = [view.getInt32(18, true), view.getInt32(22, true), bytes[28]]
  expect([width, height, bits]).toEqual([28, -28, 8])
  expect(bytes.subarray(view.getUint32(10, true))).toEqual(PIXELS)
})

test('shades go from paper to ink, blue before red', () => {
  const palette = bytesOf(shadesBetween([250, 240, 230], [10, 20, 30])).subarray(54)
  const shade = (at: number) => [...palette.subarray(at * 4, at * 4 + 4)]
  expect([shade(0), shade(51), shade(255)]).toEqual([
    [230, 240, 250, 0],
    [190, 196, 202, 0],
    [30, 20, 10, 0],
  ])
})
