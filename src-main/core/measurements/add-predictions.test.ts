import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Dataset } from '../datasets/dataset'
import { madePredictions } from '../evaluation/predictions/made-predictions.test-helper'
import { keepPredictions } from './add-predictions'
import { predictionsFolder } from './measurement-files'
import { MeasurementIndex } from './measurement-index'

const IMAGES = 40

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-predictions-'))
})
afterEach(() => rm(home, { recursive: true }))

async function keep(title: string): Promise<string> {
  const { labels: made, scores, classes } = madePredictions(IMAGES, { factor: 3 })
  const labels = Int32Array.from(made)
  const dataset: Dataset = {
    ...{ name: 'made', split: 'balanced', height: 28, width: 28, classes },
    ...{ trainCount: 0, testCount: IMAGES, images: new Uint8Array(IMAGES * 784), labels },
  }
  const data = {
    ...{ dataset, source: 'made', fingerprint: 'f'.repeat(64) },
    ...{ corrections: null, originals: null, isCurrent: true },
  }
  return (await keepPredictions({ home, data, title, labels, scores })).file
}

test('predictions of one name that come at once are all kept', async () => {
  const files = await Promise.all(['model.csv', 'Model.csv', 'model.csv'].map(keep))
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
