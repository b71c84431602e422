import { beforeAll, describe, expect, test } from 'vitest'
import { SHEET_SIDE, type Strokes } from '../../../src-preload/contract/sketch'
import { DOODLE_KINDS, drawDoodle } from '../datasets/doodles/draw-doodle'
import { writeSketch } from '../datasets/doodles/written-sketch'
import { STROKE_CLASSES } from '../datasets/strokes/classes'
import { sketchImage } from '../images/sketch-image'
import type { TensorFlow } from '../tensorflow/runtime'
import { tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { builtInFolder } from './built-in'
import { LEGIBLE_FROM, openLegibility } from './legibility'

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

/** Whether each drawing can be read. */
async function areLegible(drawings: readonly Strokes[]): Promise<readonly boolean[]> {
  using gate = await openLegibility(tensorflow)
  const legible: boolean[] = []
  for (const strokes of drawings) {
    const image = sketchImage(strokes)
    if (image === null) throw new Error('nothing is drawn')
    legible.push((await gate.legibilityOf(image.seen)) >= LEGIBLE_FROM)
  }
  return legible
}

const shareOf = (legible: readonly boolean[]): number =>
  legible.filter((isLegible) => isLegible).length / legible.length

/** A stroke from point to point with the width that a sheet begins with. */
function line(...points: readonly (readonly [x: number, y: number])[]): Strokes {
  const width = SHEET_SIDE / 24
  return [{ width, hasPressure: false, points: points.flatMap(([x, y]) => [x, y, 0.5]) }]
}

describe('the gate that comes with Glyphlab', () => {
  test('lets characters through, whatever the pen', async () => {
    const characters = STROKE_CLASSES.flatMap((_, label) =>
      [0, 1, 2].map((index) => writeSketch(9, 'gate-test', label, index)),
    )
    expect(shareOf(await areLegible(characters))).toBeGreaterThanOrEqual(0.94)
  })

  test('refuses doodles that it has not seen', async () => {
    const doodles = DOODLE_KINDS.flatMap((kind) =>
      [0, 1, 2, 3].map((index) => drawDoodle(9, 'gate-test', kind, index)),
    )
    expect(shareOf(await areLegible(doodles))).toBeLessThanOrEqual(0.1)
  })

  test.each([
    ['a line downwards', line([300, 100], [302, 300], [300, 560]), true],
    ['a dot', line([300, 300]), false],
    ['a line across', line([100, 300], [300, 302], [560, 300]), false],
  ])('knows %s', async (_, strokes, isLegible) => {
    expect(await areLegible([strokes])).toEqual([isLegible])
  })

  test('is no model that reads', async () => {
    await expect(openLegibility(tensorflow, builtInFolder())).rejects.toMatchObject({
      code: 'model-invalid',
    })
  })
})
