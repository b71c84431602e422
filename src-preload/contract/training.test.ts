import { expect, test } from 'vitest'
import { augmentationSchema } from './training'

test.each([
  ['its place alone', { rotationDegrees: 10, shift: 0.1, zoom: 0.1, shear: 0.1 }],
  ['strokes, too', { rotationDegrees: 5, shift: 0, zoom: 0, shear: 0, strokeWidth: 0.5, share: 1 }],
])('a run of a time when augmentation changed %s reads as one without the rest', (_, stored) => {
  expect(augmentationSchema.parse(stored)).toEqual({
    ...{ strokeWidth: 0, share: 1, redraw: 0 },
    ...stored,
  })
})
