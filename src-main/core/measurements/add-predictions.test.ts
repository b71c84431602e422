import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Dataset } from '../datasets/dataset'
import { madePredictions } from '../evaluation/predictions/made-predictions.test-helper'
import { keepPredictions, type KeptPredictions } from './add-predictions'
import { predictionsFolder } from './measurement-files'
import { MeasurementIndex } from './measurement-index'

const IMAGES = 40

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-predictions-'))
})
afterEach(() => rm(home, { recursive: true }))

async function keep(title: string, factor = 3, source = 'made'): Promise<KeptPredictions> {
  const { labels: made, scores, classes } = madePredictions(IMAGES, { factor })
  const labels = Int32Array.from(made)
  const dataset: Dataset = {
    ...{ name: 'made', split: 'balanced', height: 28, width: 28, classes },
    ...{ trainCount: 0, testCount: IMAGES, images: new Uint8Array(IMAGES * 784), labels },
  }
  const data = {
    ...{ dataset, source, fingerprint: 'f'.repeat(64) },
    ...{ corrections: null, originals: null, isCurrent: true },
  }
  return keepPredictions({ home, data, title, labels, scores })
}

test('predictions of one name that come at once are all kept', async () => {
  const kept = await Promise.all([keep('model.csv'), keep('Model.csv'), keep('model.csv', 4)])
  const files = kept.map(({ file }) => file)
  expect(files.map((file) => file.toLowerCase()).sort()).toEqual(['model', 'model-2', 'model-3'])
  const listed = await new MeasurementIndex().list(home)
  expect(listed.map(({ called }) => called.kind === 'name' && called.name).sort()).toEqual([
    'Model.csv',
    'model.csv',
    'model.csv',
  ])
  expect(listed.every(({ hasPredictions }) => hasPredictions)).toBe(true)
  expect(await readdir(home)).toEqual(['predictions'])
  expect(await readdir(predictionsFolder(home))).toHaveLength(6)
})

test('the same predictions are kept once, and it is said where', async () => {
  const [first, second] = await Promise.all([keep('model.csv'), keep('model.csv')])
  expect([first.isNew, second.isNew].sort()).toEqual([false, true])
  expect(second).toEqual({ ...first, isNew: second.isNew })
  expect(await readdir(predictionsFolder(home))).toHaveLength(2)
})

test.each<[string, () => Promise<KeptPredictions>]>([
  ['of another name', () => keep('other.csv')],
  ['that answer otherwise', () => keep('model.csv', 4)],
  ['whose images lie elsewhere', () => keep('model.csv', 3, 'moved')],
])('predictions %s are others', async (_, keepOthers) => {
  await keep('model.csv')
  expect((await keepOthers()).isNew).toBe(true)
})

test('what is damaged is no reason to keep nothing', async () => {
  const { file } = await keep('model.csv')
  await writeFile(join(predictionsFolder(home), `${file}.safetensors`), 'none')
  await writeFile(join(predictionsFolder(home), 'broken.json'), '{')
  expect(await keep('model.csv')).toMatchObject({ file: 'model-2', isNew: true })
})
