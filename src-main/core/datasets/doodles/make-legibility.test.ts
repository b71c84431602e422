import { describe, expect, test } from 'vitest'
import { PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { makeStrokes } from '../strokes/make-strokes'
import { DOODLE_KINDS } from './draw-doodle'
import { legibilityRecipeSchema } from './legibility-recipe'
import { makeLegibility, partedImages } from './make-legibility'

const characters = async (): Promise<Dataset> => ({
  ...(await makeStrokes({ trainPerClass: 3, testPerClass: 1, seed: 1 })),
  name: 'strokes',
})
const KINDS = ['spiral', 'heart', 'face', 'dot', 'heap']
const recipe = (values: object = {}) =>
  legibilityRecipeSchema.parse({
    ...{ doodlesPerKind: 2, sketchesPerClass: 1, otherPens: 10, heaps: 10 },
    leaveOut: DOODLE_KINDS.filter((kind) => !KINDS.includes(kind)),
    ...values,
  })
const count = ({ labels }: Pick<Dataset, 'labels'>, start: number, end: number, label: number) =>
  labels.subarray(start, end).filter((value) => value === label).length

describe('what can be read and what cannot', () => {
  test('are counted as asked for', async () => {
    const made = await makeLegibility(await characters(), recipe())
    const { trainCount, testCount } = made
    const kinds = KINDS.length
    // 141 characters, of which 14 are held out.
    expect(count(made, 0, trainCount, 0)).toBe(2 * kinds + 10)
    expect(count(made, 0, trainCount, 1)).toBe(127 + 10 + 47)
    expect(count(made, trainCount, trainCount + testCount, 0)).toBe(kinds + 1)
    expect(count(made, trainCount, trainCount + testCount, 1)).toBe(14 + 1 + 47)
  })

  test('know nothing of the test part of what the characters are from', async () => {
    const from = await characters()
    const images = from.images.slice()
    images.fill(77, from.trainCount * PIXELS_PER_IMAGE)
    const made = await makeLegibility(from, recipe())
    expect(await makeLegibility({ ...from, images }, recipe())).toEqual(made)
  })

  test('depend on the seed', async () => {
    const from = await characters()
    const [one, again, other] = [
      await makeLegibility(from, recipe()),
      await makeLegibility(from, recipe()),
      await makeLegibility(from, recipe({ seed: 2 })),
    ]
    expect(again).toEqual(one)
    expect(other.images).not.toEqual(one.images)
  })

  test('leave out kinds of doodles', async () => {
    const made = await makeLegibility(await characters(), recipe({ leaveOut: ['star', 'face'] }))
    expect(count(made, 0, made.trainCount, 0)).toBe(2 * (DOODLE_KINDS.length - 2) + 10)
  })

  test('need some characters', async () => {
    const few = { ...(await characters()), trainCount: 40 }
    await expect(makeLegibility(few, recipe())).rejects.toMatchObject({ code: 'dataset-invalid' })
  })

  test('stop when told to', async () => {
    const controller = new AbortController()
    const made = makeLegibility(await characters(), recipe({ otherPens: 400 }), {
      onProgress: () => controller.abort(),
      signal: controller.signal,
    })
    await expect(made).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('held-out images are a tenth, and no others', () => {
  const { heldOut, taught } = partedImages({ trainCount: 200 }, 1)
  expect(heldOut).toHaveLength(20)
  expect([...heldOut, ...taught].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, at) => at),
  )
})
