import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAbout } from './about'
import { DOODLE_KINDS } from './doodles/draw-doodle'
import { legibilityRecipeSchema } from './doodles/legibility-recipe'
import { makeLegibilityFolder } from './make-legibility-folder'
import { makeStrokesFolder } from './make-strokes-folder'
import { openDataset } from './open-dataset'
import { originText } from './origin-text'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-legibility-'))
})
afterEach(() => rm(home, { recursive: true }))

const recipe = legibilityRecipeSchema.parse({
  ...{ doodlesPerKind: 2, sketchesPerClass: 1, otherPens: 2, heaps: 2 },
  leaveOut: DOODLE_KINDS.slice(3),
})

test('what can be read and what cannot is a data set that says what it was made from', async () => {
  const datasets = join(home, 'datasets')
  await makeStrokesFolder(join(datasets, 'strokes'), { trainPerClass: 3, testPerClass: 1, seed: 1 })
  const strokes = await openDataset('strokes', { home })
  const folder = join(datasets, 'legibility')
  const { about } = await makeLegibilityFolder(folder, strokes, recipe)
  const { dataset, fingerprint } = await openDataset('legibility', { home })

  expect(await readAbout(folder)).toEqual(about)
  expect(about.origin).toMatchObject({ from: 'strokes', fingerprint: strokes.fingerprint })
  expect(originText(about.origin)).toBe('characters of strokes and doodles, seed 1')
  expect(fingerprint).toBe(about.fingerprint)
  expect(dataset.classes.map(({ character }) => character)).toEqual(['drawing', 'legible'])
  await expect(makeLegibilityFolder(folder, strokes, recipe)).rejects.toMatchObject({
    code: 'dataset-exists',
  })
  expect((await readdir(datasets)).sort()).toEqual(['legibility', 'strokes'])
})
