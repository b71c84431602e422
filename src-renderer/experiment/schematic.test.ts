import { expect, test } from 'vitest'
import { schematicBoxes } from './schematic'

const layer = (kind: string, outputShape: readonly number[]) => ({
  kind,
  name: kind,
  outputShape: [...outputShape],
  parameters: 0,
  multiplyAdds: 0,
})
const NETWORK = [
  layer('Conv2D', [28, 28, 8]),
  layer('BatchNormalization', [28, 28, 8]),
  layer('ReLU', [28, 28, 8]),
  layer('MaxPooling2D', [14, 14, 8]),
  layer('Dropout', [14, 14, 8]),
  layer('Flatten', [1568]),
  layer('Dense', [47]),
]

test('layers that change nothing to be seen are left out', () => {
  const boxes = schematicBoxes(NETWORK, 360)
  expect(boxes.map(({ kind, label }) => [kind, label])).toEqual([
    ['input', '28²'],
    ['weights', '8'],
    ['pooling', ''],
    ['dropout', ''],
    ['weights', '47'],
  ])
})

test('a mean over the image is drawn as pooling', () => {
  const boxes = schematicBoxes([layer('GlobalAveragePooling2D', [128])], 360)
  expect(boxes.map(({ kind, label }) => [kind, label])).toEqual([
    ['input', '28²'],
    ['pooling', ''],
  ])
})

test.each([
  ['few', NETWORK],
  ['two hundred', Array.from({ length: 200 }, () => layer('Conv2D', [28, 28, 4096]))],
])('%s layers keep to the width, in order, without touching', (_, layers) => {
  const boxes = schematicBoxes(layers, 360)
  boxes.slice(1).forEach((box, index) => {
    const before = boxes[index]
    expect(box.x).toBeGreaterThan((before?.x ?? 0) + (before?.width ?? 0))
  })
  const last = boxes.at(-1)
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(360)
})

test('a network without layers is its input', () => {
  expect(schematicBoxes([], 360)).toHaveLength(1)
})
