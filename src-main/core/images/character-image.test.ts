import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { encode } from 'fast-png'
import { encode as encodeJpeg } from 'jpeg-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCharacterImage } from './character-image'
import { makePng, PNG_SIGNATURE, pngChunk, pngHeader, type MadePng } from './make-png.test-helper'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-image-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(png: Uint8Array): Promise<Uint8Array> {
  const path = join(folder, 'character.png')
  await writeFile(path, png)
  return readCharacterImage(path)
}

/** A capital F in a box of 60 x 90, at 70, 50 on a sheet of 200 x 180: neither way round looks like another. */
function isInk(x: number, y: number): boolean {
  const [column, row] = [x - 70, y - 50]
  if (column < 0 || row < 0 || column >= 60 || row >= 90) return false
  return column < 12 || row < 12 || (row >= 40 && row < 52 && column < 45)
}
const SHEET = { width: 200, height: 180 } as const

const blackOnWhite: MadePng = {
  ...SHEET,
  depth: 8,
  colourType: 0,
  pixel: (x, y) => [isInk(x, y) ? 0 : 255],
}

const palette = pngChunk('PLTE', Uint8Array.of(255, 255, 255, 200, 0, 0, 20, 20, 90))

describe('an F is the same image', () => {
  test.each<[string, MadePng]>([
    ['white on black', { ...blackOnWhite, pixel: (x, y) => [isInk(x, y) ? 255 : 0] }],
    ['grey on grey', { ...blackOnWhite, pixel: (x, y) => [isInk(x, y) ? 90 : 140] }],
    ['of 1 bit', { ...blackOnWhite, depth: 1, pixel: (x, y) => [isInk(x, y) ? 0 : 1] }],
    ['of 4 bits', { ...blackOnWhite, depth: 4, pixel: (x, y) => [isInk(x, y) ? 3 : 15] }],
    ['of 16 bits', { ...blackOnWhite, depth: 16, pixel: (x, y) => [isInk(x, y) ? 400 : 65_000] }],
    [
      'blue on yellow',
      {
        ...blackOnWhite,
        colourType: 2,
        pixel: (x, y) => (isInk(x, y) ? [30, 30, 200] : [250, 240, 90]),
      },
    ],
    [
      'in colours of 16 bits with a suggested palette',
      {
        ...blackOnWhite,
        colourType: 2,
        depth: 16,
        extra: [palette],
        pixel: (x, y) => (isInk(x, y) ? [65_535, 0, 0] : [65_535, 65_535, 65_535]),
      },
    ],
    [
      'by a palette of 2 bits',
      {
        ...blackOnWhite,
        colourType: 3,
        depth: 2,
        extra: [palette],
        pixel: (x, y) => [isInk(x, y) ? 2 : 0],
      },
    ],
    [
      'by a palette with transparency',
      {
        ...blackOnWhite,
        colourType: 3,
        extra: [palette, pngChunk('tRNS', Uint8Array.of(255, 255, 0))],
        // The third colour is dark and not to be seen.
        pixel: (x, y) => [isInk(x, y) ? 1 : (x + y) % 2 === 0 ? 2 : 0],
      },
    ],
    [
      'black and opaque on black and transparent',
      { ...blackOnWhite, colourType: 4, pixel: (x, y) => [0, isInk(x, y) ? 255 : 0] },
    ],
    [
      'white and opaque on white and transparent',
      { ...blackOnWhite, colourType: 4, pixel: (x, y) => [255, isInk(x, y) ? 255 : 0] },
    ],
    [
      'in colours on something transparent',
      {
        ...blackOnWhite,
        colourType: 6,
        pixel: (x, y) => (isInk(x, y) ? [0, 80, 0, 255] : [255, 0, 0, 0]),
      },
    ],
    [
      'on one colour that is transparent',
      {
        ...blackOnWhite,
        colourType: 2,
        extra: [pngChunk('tRNS', Uint8Array.of(0, 9, 0, 9, 0, 9))],
        pixel: (x, y) => (isInk(x, y) ? [10, 9, 9] : [9, 9, 9]),
      },
    ],
  ])('%s', async (_, png) => {
    expect(await read(makePng(png))).toEqual(await read(makePng(blackOnWhite)))
  })

  test('interlaced', async () => {
    const data = Uint8Array.from({ length: SHEET.width * SHEET.height }, (_, index) =>
      isInk(index % SHEET.width, Math.floor(index / SHEET.width)) ? 0 : 255,
    )
    const png = encode({ ...SHEET, data, channels: 1 }, { interlace: 'Adam7' })
    expect(await read(png)).toEqual(await read(makePng(blackOnWhite)))
  })

  test('with a profile that would unpack to gigabytes', async () => {
    const profile = Buffer.concat([Buffer.from('bomb\0\0'), deflateSync(Buffer.alloc(20_000_000))])
    const png = makePng({ ...blackOnWhite, extra: [pngChunk('iCCP', profile)] })
    expect(await read(png)).toEqual(await read(makePng(blackOnWhite)))
  })
})

test('an F is nearly the same image as a JPEG that is called a PNG', async () => {
  const data = Buffer.alloc(4 * SHEET.width * SHEET.height, 255)
  for (let at = 0; at < SHEET.width * SHEET.height; at++)
    if (isInk(at % SHEET.width, Math.floor(at / SHEET.width))) data.fill(0, 4 * at, 4 * at + 3)
  const image = await read(encodeJpeg({ ...SHEET, data }, 90).data)
  const reference = await read(makePng(blackOnWhite))
  expect(
    mean(Array.from(image, (value, at) => Math.abs(value - (reference[at] ?? 0)))),
  ).toBeLessThan(1)
})

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Rows or columns of the image without its border, as strings of `#` and `.`. */
function drawn(image: Uint8Array): string[] {
  return Array.from({ length: 28 }, (_, y) =>
    Array.from(image.subarray(28 * y, 28 * y + 28), (value) => (value > 127 ? '#' : '.')).join(''),
  )
}

test('the image is upright, centred, and bright where there is ink', async () => {
  const image = await read(makePng(blackOnWhite))
  expect(image).toHaveLength(784)
  expect(Math.max(...image)).toBe(255)
  const rows = drawn(image)
  expect(rows[0]).toBe('.'.repeat(28))
  expect(rows.at(-1)).toBe('.'.repeat(28))
  // The top bar of the F, its second bar, which is shorter, and its stem.
  expect(rows[3]).toMatch(/^\.{5,7}#{15,17}\.{5,7}$/)
  expect(rows[14]).toMatch(/^\.{5,7}#{11,13}\.{9,11}$/)
  expect(rows[23]).toMatch(/^\.{5,7}#{3,4}\.+$/)
})

test.each([0.15, 0.5, 3, 9.7])(
  'the size of the picture does not matter: %f times',
  async (factor) => {
    const scaled = makePng({
      ...blackOnWhite,
      width: Math.round(200 * factor),
      height: Math.round(180 * factor),
      pixel: (x, y) => [
        isInk(Math.floor((x + 0.5) / factor), Math.floor((y + 0.5) / factor)) ? 0 : 255,
      ],
    })
    const [image, reference] = [await read(scaled), await read(makePng(blackOnWhite))]
    const differences = Array.from(image, (value, index) =>
      Math.abs(value - (reference[index] ?? 0)),
    )
    expect(mean(differences)).toBeLessThan(factor < 1 ? 12 : 5)
  },
)

test('a pen of one pixel in a large picture leaves a line', async () => {
  const png = makePng({
    ...blackOnWhite,
    width: 1500,
    height: 1500,
    pixel: (x, y) => [x === y && x > 200 && x < 1300 ? 0 : 255],
  })
  const image = await read(png)
  for (let place = 4; place < 24; place += 1) expect(image[29 * place]).toBeGreaterThan(127)
})

describe('uneven light leaves an F nearly the same image', () => {
  const photograph = (shade: (x: number, y: number, ink: boolean) => number): MadePng => ({
    ...blackOnWhite,
    pixel: (x, y) => [
      // Some noise, the same in each run.
      Math.min(255, Math.max(0, Math.round(shade(x, y, isInk(x, y))) + ((x * 7 + y * 13) % 9) - 4)),
    ],
  })
  test.each<[string, MadePng]>([
    ['darker to the right', photograph((x, _, ink) => (235 - 0.7 * x) * (ink ? 0.25 : 1))],
    ['darker to a corner', photograph((x, y, ink) => (230 - 0.5 * x - 0.3 * y) * (ink ? 0.3 : 1))],
    [
      'darker to all corners',
      photograph(
        (x, y, ink) =>
          (210 - 100 * (((x - 100) / 125) ** 2 + ((y - 90) / 112) ** 2)) * (ink ? 0.2 : 1),
      ),
    ],
    ['chalk on a board', photograph((x, _, ink) => 20 + 0.5 * x + (ink ? 110 : 0))],
  ])('%s', async (_, png) => {
    const [image, reference] = [await read(makePng(png)), await read(makePng(blackOnWhite))]
    const differences = Array.from(image, (value, at) => Math.abs(value - (reference[at] ?? 0)))
    expect(mean(differences)).toBeLessThan(4)
  })
})

test('ink that touches the edge of the picture is found', async () => {
  const bar = makePng({ ...blackOnWhite, width: 40, height: 40, pixel: (x) => [x < 8 ? 0 : 255] })
  const rows = drawn(await read(bar))
  expect(rows[14]).toMatch(/^\.{10,12}#{4,6}\.{10,12}$/)
})

describe('a picture of 28 x 28', () => {
  const ramp = (x: number, y: number) => (x > 4 && y > 4 && x < 22 && y < 20 ? 10 * x + y : 0)
  const small = { ...blackOnWhite, width: 28, height: 28 } as const

  test('that is light on dark is taken as it is', async () => {
    const image = await read(makePng({ ...small, pixel: (x, y) => [ramp(x, y)] }))
    expect(Array.from(image)).toEqual(
      Array.from({ length: 784 }, (_, index) => ramp(index % 28, Math.floor(index / 28))),
    )
  })

  test('that is dark on light is drawn anew', async () => {
    const image = await read(makePng({ ...small, pixel: (x, y) => [255 - ramp(x, y)] }))
    expect(image[0]).toBe(0)
    expect(Math.max(...image)).toBe(255)
  })
})

describe('one line names the file where', () => {
  const good = makePng(blackOnWhite)
  const signed = (...chunks: readonly Buffer[]) => Buffer.concat([PNG_SIGNATURE, ...chunks])

  test.each<[string, Uint8Array, RegExp]>([
    [
      'nothing is drawn',
      makePng({ ...blackOnWhite, pixel: () => [240] }),
      / has nothing drawn on it$/,
    ],
    [
      'there is but paper grain',
      makePng({ ...blackOnWhite, pixel: (x, y) => [230 + ((x * y) % 20)] }),
      / has nothing drawn on it$/,
    ],
    [
      'all is transparent',
      makePng({ ...blackOnWhite, colourType: 4, pixel: (x) => [x, 0] }),
      / has nothing drawn on it$/,
    ],
    [
      'it has one pixel',
      makePng({ ...blackOnWhite, width: 1, height: 1 }),
      / has nothing drawn on it$/,
    ],
    ['it is a text', Buffer.from('hello'), / is neither a PNG nor a JPEG$/],
    ['it is empty', Buffer.of(), / is neither a PNG nor a JPEG$/],
    [
      'it is the beginning of a JPEG',
      Buffer.from('ffd8ffe000104a46494600010100', 'hex'),
      / is damaged, or a kind of JPEG that is not read$/,
    ],
    ['its end is missing', good.subarray(0, -1), / is truncated$/],
    ['half of it is missing', good.subarray(0, good.length >> 1), / is truncated$/],
    [
      'rows are missing',
      makePng({ ...blackOnWhite, content: deflateSync(Buffer.alloc(5000)) }),
      / is truncated$/,
    ],
    [
      'a bit is flipped',
      Buffer.concat([good.subarray(0, 60), Buffer.of(~(good[60] ?? 0)), good.subarray(61)]),
      / is damaged: a checksum does not match$/,
    ],
    [
      'its data are no zlib stream',
      makePng({ ...blackOnWhite, content: Buffer.from('nonsense') }),
      / is damaged: incorrect header check$/,
    ],
    [
      'its data unpack to gigabytes',
      makePng({ ...blackOnWhite, content: deflateSync(Buffer.alloc(30_000_000)) }),
      / is damaged: Cannot create a Buffer larger than \d+ bytes$/,
    ],
    [
      'a filter is unknown',
      makePng({ ...blackOnWhite, content: deflateSync(Buffer.alloc(201 * 180, 7)) }),
      / is damaged: Unsupported filter: 7$/,
    ],
    [
      'it is a bomb',
      signed(
        pngHeader(20_000, 20_000),
        pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
        pngChunk('IEND', Buffer.of()),
      ),
      / has 20000 x 20000 pixels; at most 40 million are read$/,
    ],
    [
      'it has more chunks than pictures have',
      signed(pngHeader(5, 5), ...Array<Buffer>(100_000).fill(pngChunk('tEXt', Buffer.of()))),
      / is damaged: more than 100000 chunks$/,
    ],
    ['it has no pixels', signed(pngHeader(0, 5), pngChunk('IEND', Buffer.of())), / has no pixels$/],
    ['its header is missing', signed(pngChunk('IEND', Buffer.of())), / has no PNG header$/],
    [
      'its depth is impossible',
      signed(pngHeader(5, 5, 3), pngChunk('IEND', Buffer.of())),
      / has a PNG header that means nothing$/,
    ],
    [
      'a colour is not in the palette',
      makePng({ ...blackOnWhite, colourType: 3, extra: [palette], pixel: (x) => [x] }),
      / is damaged: a colour is not in its palette$/,
    ],
    [
      'there is no palette',
      makePng({ ...blackOnWhite, colourType: 3, pixel: () => [0] }),
      / is damaged: a colour is not in its palette$/,
    ],
  ])('%s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'image-invalid',
      message: expect.stringMatching(message),
      hint: 'Name a PNG or JPEG file that shows one character.',
    })
    await expect(read(bytes)).rejects.toThrow(join(folder, 'character.png'))
  })

  test('it is interlaced in bits', async () => {
    const png = Buffer.from(
      makePng({ ...blackOnWhite, depth: 1, pixel: (x, y) => [isInk(x, y) ? 0 : 1] }),
    )
    png[8 + 8 + 12] = 1
    png.set(pngChunk('IHDR', png.subarray(16, 29)), 8)
    await expect(read(png)).rejects.toThrow(/ is interlaced with 1 bits a sample/)
  })

  test('it is missing, or a folder', async () => {
    await expect(readCharacterImage(join(folder, 'no.png'))).rejects.toThrow(
      `there is no file ${join(folder, 'no.png')}`,
    )
    await mkdir(join(folder, 'inside'))
    await expect(readCharacterImage(join(folder, 'inside'))).rejects.toThrow(
      /inside is not a file$/,
    )
  })

  test.skipIf(process.platform === 'win32')('it is a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await expect(readCharacterImage(join(folder, 'pipe'))).rejects.toThrow(/pipe is not a file$/)
  })
})
