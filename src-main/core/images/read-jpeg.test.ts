import fc from 'fast-check'
import { encode } from 'jpeg-js'
import { describe, expect, test } from 'vitest'
import fixture from '../../../test/fixtures/pictures/pictures.json'
import { PictureError, type GreyPicture } from './grey-picture'
import { isJpeg, readGreyJpeg } from './read-jpeg'

const read = (base64: string) => readGreyJpeg(Buffer.from(base64, 'base64'))

/** Of the drawing of the fixture: 1 where its F is. */
function isInk(x: number, y: number): boolean {
  const inside = (left: number, top: number, right: number, bottom: number) =>
    x >= left && x <= right && y >= top && y <= bottom
  return inside(14, 12, 19, 51) || inside(14, 12, 35, 17) || inside(14, 28, 29, 33)
}

function expectDrawing({ values, width, height }: GreyPicture): void {
  expect([width, height]).toEqual([48, 64])
  const wrong = [...values].filter(
    (value, at) => value < 128 !== isInk(at % width, Math.floor(at / width)),
  )
  expect(wrong).toEqual([])
}

describe('a drawing is the same', () => {
  test.each(fixture.kinds)('$name', ({ base64 }) => expectDrawing(read(base64)))
  test.each(fixture.orientations)('turned by EXIF orientation $orientation', ({ base64 }) =>
    expectDrawing(read(base64)),
  )
})

/** A JPEG of one shade that says it has other sides. */
function withSides(width: number, height: number): Buffer {
  const jpeg = encode({ width: 8, height: 8, data: Buffer.alloc(256, 255) }).data
  const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0))
  jpeg.writeUInt16BE(height, frame + 5)
  jpeg.writeUInt16BE(width, frame + 7)
  return jpeg
}

const good = Buffer.from(fixture.kinds[0]?.base64 ?? '', 'base64')
const startOfFrame = good.indexOf(Buffer.of(0xff, 0xc0))

describe('refused', () => {
  test.each<[string, Buffer, RegExp]>([
    [
      'too many pixels, before any is unpacked',
      withSides(20_000, 20_000),
      /^has 20000 x 20000 pixels; at most 40 million are read$/,
    ],
    ['no pixels', withSides(0, 8), /^has no pixels$/],
    ['more pixels than its data', withSides(800, 800), /^is damaged: /],
    ['nothing but its beginning', good.subarray(0, 20), /^is damaged, or a kind of JPEG/],
    [
      'a kind that is not read, arithmetic coding',
      Buffer.from(good).fill(0xc9, startOfFrame + 1, startOfFrame + 2),
      /^is damaged, or a kind of JPEG that is not read$/,
    ],
    [
      'scans without end',
      Buffer.concat([
        good.subarray(0, -2),
        Buffer.alloc(400, Buffer.of(0xff, 0xda)),
        good.subarray(-2),
      ]),
      /^is damaged: more than 100 scans$/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readGreyJpeg(bytes)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message) }),
    )
  })

  test('what is cut off before the last line of its blocks', () => {
    const scan = good.indexOf(Buffer.of(0xff, 0xda)) + 14
    for (let length = 2; length < scan + (good.length - scan) / 2; length += 5)
      expect(() => readGreyJpeg(good.subarray(0, length)), String(length)).toThrow(PictureError)
  })
})

test('whatever is changed, it is read or refused in words', () => {
  const files = fixture.kinds.map(({ base64 }) => Buffer.from(base64, 'base64'))
  const change = fc.record({ at: fc.nat(), value: fc.nat({ max: 255 }) })
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        const bytes = Buffer.from(file)
        // Sides may grow to 40 million pixels, whose reading would take all the time there is.
        for (const { at, value } of changes) bytes[at % bytes.length] = value
        if (!isJpeg(bytes) || claimsMany(bytes)) return
        try {
          const { values, width, height } = readGreyJpeg(bytes)
          expect(values.length).toBe(width * height)
        } catch (error) {
          expect(error).toBeInstanceOf(PictureError)
        }
      },
    ),
    { numRuns: 300 },
  )
})

function claimsMany(bytes: Buffer): boolean {
  for (const marker of [0xc0, 0xc1, 0xc2]) {
    const frame = bytes.indexOf(Buffer.of(0xff, marker))
    if (frame < 0 || frame + 9 > bytes.length) continue
    if (bytes.readUInt16BE(frame + 5) * bytes.readUInt16BE(frame + 7) > 1e6) return true
  }
  return false
}

test('samples of 12 bits are not taken for 8', () => {
  const jpeg = withSides(8, 8)
  jpeg[jpeg.indexOf(Buffer.of(0xff, 0xc0)) + 4] = 12
  expect(() => readGreyJpeg(jpeg)).toThrow(new PictureError('has 12 bits a sample; save it with 8'))
})
