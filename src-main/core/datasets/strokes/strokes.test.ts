import { describe, expect, test } from 'vitest'
import { createRandom } from '../../random/random'
import { CAPITALS } from './capitals'
import { STROKE_CLASSES } from './classes'
import { strokeLine } from './curve'
import { DIGITS } from './digits'
import { drawCharacter } from './draw-character'
import { SHEET_SIDE, drawLine } from './ink'
import { makeStrokes, strokesRecipeSchema } from './make-strokes'
import { SMALL_LETTERS } from './small-letters'
import { strokeImage } from './stroke-image'
import { parseStrokes } from './way-of-writing'
import { createWriter } from './writer'

const recipe = (values: object) => strokesRecipeSchema.parse(values)

describe('the ways of writing', () => {
  test('are there for all 62 characters and no other', () => {
    const described = [...Object.keys(DIGITS), ...Object.keys(CAPITALS)]
    described.push(...Object.keys(SMALL_LETTERS))
    expect(described.sort().join('')).toBe(
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    )
  })

  test('have shares that sum to 1 in each class', () => {
    for (const { ways } of STROKE_CLASSES) {
      expect(ways.length).toBeGreaterThan(1)
      expect(ways.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  test('are those of both cases where EMNIST Balanced merges them', () => {
    const merged = STROKE_CLASSES.filter(({ characters }) => characters.length > 1)
    expect(merged.map(({ characters }) => characters.join('')).join(' ')).toBe(
      'Cc Ii Jj Kk Ll Mm Oo Pp Ss Uu Vv Ww Xx Yy Zz',
    )
  })

  test.each(STROKE_CLASSES)('of $character all leave ink within the sheet', ({ ways }) => {
    for (const way of ways) {
      for (let trial = 0; trial < 20; trial++) {
        const random = createRandom(trial, 'frame')
        const sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
        drawCharacter(sheet, way, createWriter(random), random)
        expect(sheet.includes(1)).toBe(true)
        const isEdge = (at: number) =>
          [0, SHEET_SIDE - 1].includes(at % SHEET_SIDE) ||
          [0, SHEET_SIDE - 1].includes(Math.floor(at / SHEET_SIDE))
        expect(sheet.findIndex((value, at) => value === 1 && isEdge(at))).toBe(-1)
      }
    }
  })

  test('that are not written as they should be are refused', () => {
    for (const text of ['', '1,2 3', '1,2 / ', '1,2! x,4', '1.5,2 3,4', '1,2']) {
      expect(() => parseStrokes(text)).toThrow(RangeError)
    }
  })
})

describe('a line', () => {
  test('goes through all points of its stroke, from corner to corner', () => {
    const [stroke] = parseStrokes('0,0 30,10 40,50! 0,100')
    if (stroke === undefined) throw new Error('no stroke')
    const line = strokeLine(stroke)
    const at = (x: number, y: number) =>
      line.some((value, i) => i % 2 === 0 && value === x && line[i + 1] === y)
    expect([at(0, 0), at(30, 10), at(40, 50), at(0, 100), at(20, 75)]).toEqual([
      ...[true, true, true, true],
      // Between two corners it is one straight piece.
      false,
    ])
  })

  test('has no gap where points coincide', () => {
    const [stroke] = parseStrokes('10,10 10,10 10,10 50,50')
    if (stroke === undefined) throw new Error('no stroke')
    expect(strokeLine(stroke).every(Number.isFinite)).toBe(true)
  })

  test('is as wide as the pen, with round ends', () => {
    const sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
    drawLine(sheet, [20, 64, 100, 64], 6, 6)
    const column = (x: number) => sheet.filter((value, at) => at % SHEET_SIDE === x && value === 1)
    expect(column(60).length).toBe(6)
    expect([16, 17, 18, 102, 103].map((x) => column(x).length)).toEqual([0, 4, 6, 4, 0])
  })
})

describe('an image', () => {
  test('depends on seed, part, class and writer, and on nothing else', () => {
    const image = strokeImage(3, 'train', 10, 7)
    strokeImage(4, 'test', 0, 0)
    expect(strokeImage(3, 'train', 10, 7)).toEqual(image)
    for (const other of [
      strokeImage(4, 'train', 10, 7),
      strokeImage(3, 'test', 10, 7),
      strokeImage(3, 'train', 11, 7),
      strokeImage(3, 'train', 10, 8),
    ]) {
      expect(other).not.toEqual(image)
    }
  })

  test('is inked and scaled to 255 in every class', () => {
    for (let classIndex = 0; classIndex < STROKE_CLASSES.length; classIndex++) {
      for (let writer = 0; writer < 20; writer++) {
        const image = strokeImage(1, 'test', classIndex, writer)
        expect(Math.max(...image)).toBe(255)
        const ink = image.reduce((sum, value) => sum + value, 0) / 255 / image.length
        expect(ink).toBeGreaterThan(0.01)
        expect(ink).toBeLessThan(0.6)
      }
    }
  })
})

describe('a data set', () => {
  test('has as many images of each class as asked for', async () => {
    const dataset = await makeStrokes(recipe({ trainPerClass: 3, testPerClass: 2 }))
    expect(dataset).toMatchObject({ split: 'strokes', trainCount: 141, testCount: 94 })
    const count = (start: number, end: number, label: number) =>
      dataset.labels.subarray(start, end).filter((value) => value === label).length
    for (let label = 0; label < 47; label++) {
      expect([count(0, 141, label), count(141, 235, label)]).toEqual([3, 2])
    }
  })

  test('begins a larger one', async () => {
    const small = await makeStrokes(recipe({ trainPerClass: 2, testPerClass: 1, seed: 5 }))
    const large = await makeStrokes(recipe({ trainPerClass: 3, testPerClass: 2, seed: 5 }))
    const image = 784
    expect(large.images.subarray(0, 94 * image)).toEqual(small.images.subarray(0, 94 * image))
    expect(large.images.subarray(141 * image, 188 * image)).toEqual(
      small.images.subarray(94 * image),
    )
  })

  test('tells how far it is, up to the end', async () => {
    const told: number[] = []
    await makeStrokes(recipe({ trainPerClass: 2, testPerClass: 1 }), {
      onProgress: ({ imagesDone, imagesTotal }) => told.push(imagesDone / imagesTotal),
    })
    expect(told).toEqual([1 / 3, 2 / 3, 1])
  })

  test('stops when told to', async () => {
    const controller = new AbortController()
    const made = makeStrokes(recipe({}), {
      onProgress: () => controller.abort(),
      signal: controller.signal,
    })
    await expect(made).rejects.toMatchObject({ name: 'AbortError' })
  })
})
