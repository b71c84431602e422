import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAbout, type DatasetOrigin } from './about'
import { listDatasets } from './dataset-folder'
import { readEmnist } from './emnist'
import { datasetFingerprint } from './fingerprint'
import { writeEmnistFolder } from './make-idx.test-helper'
import { adoptFolder, storeDataset } from './store-dataset'
import { makeStrokes } from './strokes/make-strokes'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-store-'))
})
afterEach(() => rm(home, { recursive: true }))

const origin: DatasetOrigin = { kind: 'emnist', url: 'https://example.org/emnist.zip' }
const drawn = (seed: number) => makeStrokes({ trainPerClass: 2, testPerClass: 1, seed })

describe('a stored data set', () => {
  test('says what it is, down to the SHA-256 of its files', async () => {
    const dataset = await drawn(1)
    const { about, folder } = await storeDataset({ dataset, origin }, { home, name: 'mine' })
    expect(await readAbout(folder)).toEqual(about)
    expect(about).toMatchObject({ split: 'strokes', origin, trainCount: 94, testCount: 47 })
    expect(about.classes[12]).toEqual({ label: 12, characters: ['C', 'c'] })
    expect(about.citation).toContain('EMNIST: an extension of MNIST to handwritten letters')
    expect(about.files.map(({ name, bytes }) => `${name} ${bytes}`)).toEqual([
      'emnist-strokes-mapping.txt 340',
      `emnist-strokes-test-images-idx3-ubyte ${16 + 47 * 784}`,
      'emnist-strokes-test-labels-idx1-ubyte 55',
      `emnist-strokes-train-images-idx3-ubyte ${16 + 94 * 784}`,
      'emnist-strokes-train-labels-idx1-ubyte 102',
    ])
    expect(datasetFingerprint(await readEmnist(folder))).toBe(about.fingerprint)
    expect(about.fingerprint).toBe(datasetFingerprint(dataset))
  })

  test('keeps the names of classes that are no characters', async () => {
    const dataset = await drawn(1)
    const classes = dataset.classes.map(({ label }) => ({
      label,
      character: `class ${label}`,
      characters: [`class ${label}`],
    }))
    const content = { dataset: { ...dataset, classes }, origin }
    const { folder, about } = await storeDataset(content, { home, name: 'mine' })
    const read = await readEmnist(folder)
    expect(read.classes).toEqual(classes)
    expect(datasetFingerprint(read)).toBe(about.fingerprint)
  })

  test('stays where another would take its place, unless it is told to give way', async () => {
    const first = await storeDataset({ dataset: await drawn(1), origin }, { home, name: 'mine' })
    const dataset = await drawn(2)
    await expect(storeDataset({ dataset, origin }, { home, name: 'mine' })).rejects.toMatchObject({
      code: 'dataset-exists',
      message: `${first.folder} is there already`,
    })
    expect(await readAbout(first.folder)).toEqual(first.about)
    const options = { home, name: 'mine', replace: true }
    const second = await storeDataset({ dataset, origin }, options)
    expect(second.about.fingerprint).toBe(datasetFingerprint(dataset))
    expect(await readAbout(second.folder)).toEqual(second.about)
    expect(await readdir(join(home, 'datasets'))).toEqual(['mine'])
  })

  test('whose replacing was cut short is whole when next looked at', async () => {
    const options = { home, name: 'mine' }
    const { folder } = await storeDataset({ dataset: await drawn(1), origin }, options)
    const { about } = await storeDataset(
      { dataset: await drawn(2), origin },
      { home, name: 'next' },
    )
    await rm(folder, { recursive: true })
    await writeFile(join(home, 'datasets', 'notes.txt'), '')
    // As a kill leaves it between its two renames.
    await mkdir(join(home, 'datasets', 'mine.next'))
    for (const name of await readdir(join(home, 'datasets', 'next')))
      await writeFile(
        join(home, 'datasets', 'mine.next', name),
        await readFile(join(home, 'datasets', 'next', name)),
      )
    const listed = await listDatasets(home)
    expect(listed.map(({ name }) => name)).toEqual(['mine', 'next'])
    expect(listed[0]?.about).toEqual(about)
  })

  test.skipIf(process.platform === 'win32')('is listed beside links to nowhere', async () => {
    await storeDataset({ dataset: await drawn(1), origin }, { home, name: 'mine' })
    for (const [name, target] of Object.entries({ itself: 'itself', lost: 'nowhere' }))
      await symlink(target, join(home, 'datasets', name))
    expect((await listDatasets(home)).map(({ name }) => name)).toEqual(['mine'])
  })

  test('takes the place of one that another version of Glyphlab has stored', async () => {
    const options = { home, name: 'mine', replace: true }
    const { folder } = await storeDataset({ dataset: await drawn(1), origin }, options)
    await writeFile(join(folder, 'dataset.json'), '{"schema":1,"source":"strokes"}')
    const { about } = await storeDataset({ dataset: await drawn(2), origin }, options)
    expect(await readAbout(folder)).toEqual(about)
  })

  test('never takes the place of other files', async () => {
    const folder = join(home, 'datasets', 'thesis')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'thesis.txt'), 'years of work')
    const options = { home, name: 'thesis', replace: true }
    await expect(storeDataset({ dataset: await drawn(1), origin }, options)).rejects.toMatchObject({
      code: 'dataset-exists',
      message: `${folder} is there and holds other files than a data set of Glyphlab's`,
    })
    expect(await readdir(folder)).toEqual(['thesis.txt'])
  })
})

describe('a folder of whole files', () => {
  const made = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 }

  test('becomes a data set, its files as they are', async () => {
    const filled = join(home, 'downloads', 'emnist-balanced')
    await writeEmnistFolder(filled, made)
    const names = await readdir(filled)
    const { folder, about } = await adoptFolder(filled, { origin }, { home, name: 'balanced' })
    expect(await readdir(folder)).toEqual(['dataset.json', ...names])
    expect(about.files.map(({ name }) => name)).toEqual(names)
    expect(about).toMatchObject({ trainCount: 12, testCount: 6 })
    expect(await readdir(join(home, 'downloads'))).toEqual([])
  })

  test('stays where it is when it is no data set', async () => {
    const filled = join(home, 'downloads', 'emnist-balanced')
    await writeEmnistFolder(filled, made)
    await rm(join(filled, 'emnist-balanced-mapping.txt'))
    const adopted = adoptFolder(filled, { origin }, { home, name: 'balanced' })
    await expect(adopted).rejects.toMatchObject({ code: 'dataset-missing' })
    expect(await readdir(filled)).toHaveLength(4)
    expect(await listDatasets(home)).toEqual([])
  })
})
