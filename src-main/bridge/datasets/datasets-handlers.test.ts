import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Capabilities } from '../capabilities'
import { WindowEvents } from '../events'
import { writeEmnistFolder } from '../../core/datasets/make-idx.test-helper'
import { makeStrokesFolder } from '../../core/datasets/make-strokes-folder'
import { dataService } from '../../processes/services'
import { startChildProcess } from '../../processes/start-process'
import { datasetsHandlers } from './datasets-handlers'
import { KnownDatasets } from './known-datasets'

const CALLER = { id: 'test', face: 'desktop' } as const
const MADE = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 }

let folder: string
let home: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-datasets-'))
  home = join(folder, 'home')
})
afterEach(() => rm(folder, { recursive: true }))

function open(chooseFolder?: Capabilities['chooseFolder']) {
  const events = new WindowEvents()
  const told: string[] = []
  events.subscribe((...[name]) => void told.push(name))
  const datasets = new KnownDatasets(home)
  const handlers = datasetsHandlers({
    ...{ home, datasets, events },
    // Nothing here asks it.
    data: dataService(startChildProcess, join(folder, 'absent.js')),
    capabilities: chooseFolder === undefined ? {} : { chooseFolder },
  })
  return { datasets, handlers, told }
}

describe('the list', () => {
  const list = async () => (await open().handlers['datasets.list']({}, CALLER)).datasets

  test('has the built-in data set, there or not', async () => {
    expect(await list()).toEqual([
      {
        ...{ source: 'strokes', title: 'Strokes', split: null, isThere: false },
        ...{ classes: 47, trainCount: 15_040, testCount: 4_700 },
      },
    ])
    const recipe = { trainPerClass: 1, testPerClass: 2, seed: 1 }
    await makeStrokesFolder(join(home, 'datasets', 'strokes'), recipe)
    expect(await list()).toEqual([
      {
        ...{ source: 'strokes', title: 'Strokes', split: null, isThere: true },
        ...{ classes: 47, trainCount: 47, testCount: 94 },
      },
    ])
  })

  test('has an entry a split, and says nothing of files that were not read', async () => {
    await writeEmnistFolder(join(home, 'datasets', 'mine'), { ...MADE, split: 'one' })
    const nothing = { classes: null, trainCount: null, testCount: null, isThere: true }
    expect((await list()).slice(1)).toEqual([
      { source: 'mine', title: 'mine', split: null, ...nothing },
    ])
    await writeEmnistFolder(join(home, 'datasets', 'mine'), { ...MADE, split: 'two' })
    expect((await list()).slice(1)).toEqual([
      { source: 'mine', title: 'mine, split one', split: 'one', ...nothing },
      { source: 'mine', title: 'mine, split two', split: 'two', ...nothing },
    ])
  })
})

describe('choosing a folder', () => {
  test('is not possible in a browser', async () => {
    await expect(open().handlers['datasets.choose-folder']({}, CALLER)).rejects.toMatchObject({
      code: 'not-possible-here',
    })
  })

  test('changes nothing where none was chosen', async () => {
    const { handlers, told } = open(() => Promise.resolve(null))
    expect(await handlers['datasets.choose-folder']({}, CALLER)).toEqual({ dataset: null })
    expect(told).toEqual([])
  })

  test('makes a data set known, and no other folder', async () => {
    const theirs = join(folder, 'theirs')
    await writeEmnistFolder(theirs, MADE)
    const { datasets, handlers, told } = open(() => Promise.resolve(theirs))
    expect(() => datasets.require(theirs)).toThrow('was not chosen since Glyphlab was opened')
    const { dataset } = await handlers['datasets.choose-folder']({}, CALLER)
    expect(dataset).toMatchObject({ source: theirs, title: 'theirs', split: null, isThere: true })
    expect(told).toEqual(['datasets.changed'])
    expect((await handlers['datasets.list']({}, CALLER)).datasets.at(-1)).toEqual(dataset)
    expect(() => datasets.require(theirs)).not.toThrow()
    for (const other of [folder, `${theirs}/..`, '../theirs', 'C:\\theirs'])
      expect(() => datasets.require(other)).toThrow('was not chosen')
    expect(() => datasets.require('theirs')).not.toThrow()
    await rm(theirs, { recursive: true })
    expect((await handlers['datasets.list']({}, CALLER)).datasets).toHaveLength(1)
  })

  test.each([
    ['without files', () => Promise.resolve()],
    ['with other files', (path: string) => writeFile(join(path, 'letter.txt'), 'hello')],
  ])('a folder %s is refused', async (_, fill) => {
    const other = join(folder, 'other')
    await mkdir(other)
    await fill(other)
    const { datasets, handlers } = open(() => Promise.resolve(other))
    await expect(handlers['datasets.choose-folder']({}, CALLER)).rejects.toMatchObject({
      code: 'dataset-missing',
    })
    expect(() => datasets.require(other)).toThrow('was not chosen')
  })
})

describe('the preview of the augmentation', () => {
  const image = Buffer.alloc(784)
  image[14 * 28 + 14] = 200
  const look = { strokeWidth: 0, share: 1, redraw: 0 }
  const ranges = { rotationDegrees: 10, shift: 0.1, zoom: 0.1, shear: 0.1, ...look }
  const none = { rotationDegrees: 0, shift: 0, zoom: 0, shear: 0, ...look }
  const augmented = async (changes: object) => {
    const images = [image.toString('base64'), Buffer.alloc(784, 9).toString('base64')]
    const params = { images, ranges, seed: 1, copies: 3, ...changes }
    return (await open().handlers['datasets.augment'](params, CALLER)).images
  }

  test('has copies of each image, one after the other, the same for the same seed', async () => {
    const images = await augmented({})
    expect(images).toHaveLength(6)
    expect(new Set(images).size).toBe(6)
    for (const pixels of images) expect(Buffer.from(pixels, 'base64')).toHaveLength(784)
    expect(await augmented({})).toEqual(images)
    expect(await augmented({ seed: 2 })).not.toEqual(images)
  })

  test('shows an image as it is where nothing is distorted', async () => {
    expect(await augmented({ ranges: none, copies: 1 })).toEqual([
      image.toString('base64'),
      Buffer.alloc(784, 9).toString('base64'),
    ])
  })

  test('refuses what is no image', async () => {
    await expect(augmented({ images: ['AAAA'] })).rejects.toMatchObject({
      code: 'request-invalid',
      message: 'an image has 3 bytes, expected 784',
    })
  })
})
