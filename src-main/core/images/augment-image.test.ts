import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/random'
import { augmentImage } from './augment-image'

const SIDE = 28
const PLACE = { rotationDegrees: 0, shift: 0, zoom: 0, shear: 0 }
const NONE = { ...PLACE, strokeWidth: 0, share: 1, redraw: 0 }
/** A draw of one half changes nothing. */
const STILL = [0.5, 0.5, 0.5, 0.5, 0.5]

/** One pixel of ink. */
function dot(x: number, y: number): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE)
  image[y * SIDE + x] = 255
  return image
}

const inkAt = (image: Float32Array) =>
  [...image].flatMap((shade, at) =>
    Math.round(shade) === 0 ? [] : [[at % SIDE, Math.floor(at / SIDE), Math.round(shade)]],
  )

test('draws of one half leave an image as it is, whatever the ranges', () => {
  const random = createRandom(1, 'augment image')
  const image = Uint8Array.from({ length: SIDE * SIDE }, () => random.integer(256))
  const place = { rotationDegrees: 90, shift: 0.5, zoom: 0.9, shear: 1 }
  const ranges = { ...NONE, ...place, strokeWidth: 1 }
  expect(Uint8Array.from(augmentImage(image, STILL, ranges))).toEqual(image)
  expect(Uint8Array.from(augmentImage(image, [0, 0.9, 0.2, 0.7, 1], NONE))).toEqual(image)
})

describe('strokes', () => {
  const shadeAt = (draw: number, strokeWidth: number) =>
    inkAt(augmentImage(dot(20, 10), [...STILL, 0, draw], { ...NONE, strokeWidth }))

  test('grow by a pixel all around', () => {
    expect(shadeAt(1, 1)).toHaveLength(9)
    expect(shadeAt(1, 0.4).map(([, , shade]) => shade)).toEqual([
      102, 102, 102, 102, 255, 102, 102, 102, 102,
    ])
  })

  test('shrink from all around', () => {
    expect(shadeAt(0, 1)).toEqual([])
    expect(shadeAt(0, 0.4)).toEqual([[20, 10, 153]])
  })

  test('are not drawn in from beyond the edge', () => {
    const corner = augmentImage(dot(0, 0), [...STILL, 0, 1], { ...NONE, strokeWidth: 1 })
    expect(inkAt(corner)).toHaveLength(4)
  })
})

test('beyond the share that is changed images stay as they are', () => {
  const ranges = { ...NONE, shift: 4 / SIDE, strokeWidth: 1, share: 0.7 }
  const drawn = (chance: number) =>
    inkAt(augmentImage(dot(20, 10), [0.5, 1, 0.5, 0.5, 0.5, chance, 0.5], ranges))
  expect(drawn(0.69)).toEqual([[16, 10, 255]])
  expect(drawn(0.7)).toEqual([[20, 10, 255]])
})

describe('one pixel of ink', () => {
  test.each<[string, number[], Partial<typeof NONE>, number[][]]>([
    ['moves left by a shift across', [0.5, 1, 0.5, 0.5, 0.5], { shift: 4 / SIDE }, [[16, 10, 255]]],
    ['moves up by a shift down', [0.5, 0.5, 1, 0.5, 0.5], { shift: 4 / SIDE }, [[20, 6, 255]]],
    [
      'moves right by one the other way',
      [0.5, 0, 0.5, 0.5, 0.5],
      { shift: 4 / SIDE },
      [[24, 10, 255]],
    ],
    ['is turned by a quarter', [1, 0.5, 0.5, 0.5, 0.5], { rotationDegrees: 90 }, [[10, 7, 255]]],
    [
      'is parted between two by half a pixel',
      [0.5, 1, 0.5, 0.5, 0.5],
      { shift: 0.5 / SIDE },
      [
        [19, 10, 128],
        [20, 10, 128],
      ],
    ],
    ['leaves the image at its edge', [0.5, 0, 0.5, 0.5, 0.5], { shift: 0.5 }, []],
  ])('%s', (_, draws, ranges, ink) => {
    expect(inkAt(augmentImage(dot(20, 10), draws, { ...NONE, ...ranges }))).toEqual(ink)
  })

  test('comes nearer to the centre by a zoom above 1', () => {
    const zoomed = augmentImage(dot(20, 10), [0.5, 0.5, 0.5, 1, 0.5], { ...NONE, zoom: 0.5 })
    for (const [x = 0, y = 0] of inkAt(zoomed)) {
      expect(x).toBeLessThan(20)
      expect(y).toBeGreaterThan(10)
    }
    expect(inkAt(zoomed)).not.toEqual([])
  })
})
