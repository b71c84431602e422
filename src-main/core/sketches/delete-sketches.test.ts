import { appendFile, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mayMountDisks, mountSmallDisk } from '../../../test/small-disk'
import { openDataset } from '../datasets/open-dataset'
import { deleteSketches } from './delete-sketches'
import { exportSketches } from './export-sketches'
import { correctSketch, keepSketch } from './keep-sketch'
import { listSketches, openSketch } from './list-sketches'
import { character, madeSketch } from './made-sketches.test-helper'
import { sketchesPath } from './sketches-log'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-delete-sketches-'))
})
afterEach(() => rm(home, { recursive: true }))

const keep = async (seed: number, truth: string | null = null, at = home) =>
  (await keepSketch(at, madeSketch(seed, truth))).value
const listed = async (at = home) =>
  (await listSketches(at, { offset: 0, limit: 50 })).sketches.map(({ id }) => id)
const text = (at = home) => readFile(sketchesPath(at), 'utf8')

test('what is deleted is in no file any more', async () => {
  const [first, second, third] = [await keep(1, 'A'), await keep(2), await keep(3, 'B')]
  const ids = [first.id, second.id]
  expect(await deleteSketches(home, { kind: 'these', sketches: ids })).toMatchObject({
    isDatasetChanged: true,
  })
  expect(await listed()).toEqual([third.id])
  for (const id of ids) {
    expect(await text()).not.toContain(id)
    await expect(openSketch(home, id)).rejects.toMatchObject({ code: 'sketch-missing' })
  }
  expect((await openDataset('my-sketches', { home })).dataset.trainCount).toBe(1)
  const before = await text()
  // In another window they were deleted already.
  expect(await deleteSketches(home, { kind: 'these', sketches: ids })).toMatchObject({
    isDatasetChanged: false,
  })
  expect(await text()).toBe(before)
})

test('all can be deleted, and others be drawn', async () => {
  await keep(1, 'A')
  await keep(2)
  expect(await deleteSketches(home, { kind: 'all' })).toMatchObject({ isDatasetChanged: true })
  expect(await listed()).toEqual([])
  expect((await text()).split('\n')).toHaveLength(2)
  await expect(openDataset('my-sketches', { home })).rejects.toMatchObject({
    code: 'dataset-missing',
  })
  const { id } = await keep(3, 'C')
  expect(await listed()).toEqual([id])
  expect((await openDataset('my-sketches', { home })).dataset.trainCount).toBe(1)
})

test('what stays can be read while others are deleted', async () => {
  const kept = []
  for (let seed = 1; seed <= 6; seed++) kept.push(await keep(seed))
  const last = kept.pop()
  if (last === undefined) throw new Error('nothing is kept')
  for (const { id } of kept) {
    const deleting = deleteSketches(home, { kind: 'these', sketches: [id] })
    const reading = (async () => {
      for (let time = 0; time < 4; time++) {
        expect(await openSketch(home, last.id)).toHaveLength(1)
        await exportSketches(home)
      }
    })()
    await Promise.all([deleting, reading])
  }
})

test('where nothing was kept there is nothing to delete', async () => {
  expect(await deleteSketches(home, { kind: 'all' })).toMatchObject({ isDatasetChanged: false })
})

describe.skipIf(!mayMountDisks())('on a full disk', () => {
  /** Takes all room there is. */
  async function fill(folder: string): Promise<string> {
    const filler = join(folder, 'filler')
    const { bavail, bsize } = await statfs(folder)
    await writeFile(filler, Buffer.alloc(bavail * bsize))
    return filler
  }

  test('a sketch is refused, and what was kept stays', async () => {
    using disk = mountSmallDisk('256k')
    const kept = await keep(1, 'A', disk.folder)
    const before = await text(disk.folder)
    const filler = await fill(disk.folder)
    await expect(keep(2, 'B', disk.folder)).rejects.toMatchObject({ code: 'disk-full' })
    expect(await text(disk.folder)).toBe(before)
    expect(await listed(disk.folder)).toEqual([kept.id])
    await rm(filler)
    await keep(2, 'B', disk.folder)
    expect(await listed(disk.folder)).toHaveLength(2)
  })

  test('one that finds no room for its data set is kept all the same', async () => {
    using disk = mountSmallDisk('256k')
    await keep(1, 'A', disk.folder)
    // Room for a lock and a line, and none for the six files of a data set.
    const { bavail, bsize } = await statfs(disk.folder)
    await writeFile(join(disk.folder, 'filler'), Buffer.alloc((bavail - 3) * bsize))
    const second = await keep(2, 'B', disk.folder)
    expect((await listed(disk.folder))[0]).toBe(second.id)
    await expect(openDataset('my-sketches', { home: disk.folder })).rejects.toMatchObject({
      code: 'disk-full',
    })
    await rm(join(disk.folder, 'filler'))
    const { dataset } = await openDataset('my-sketches', { home: disk.folder })
    expect(dataset.trainCount).toBe(2)
  })

  test('one whose image would stay in the data set stays itself', async () => {
    using disk = mountSmallDisk('256k')
    const [first, second] = [await keep(1, 'A', disk.folder), await keep(2, 'B', disk.folder)]
    const before = await text(disk.folder)
    const gone = { kind: 'these', sketches: [first.id] } as const
    // Room for a lock and the log, and none for the six files of a data set.
    const { bavail, bsize } = await statfs(disk.folder)
    await writeFile(join(disk.folder, 'filler'), Buffer.alloc((bavail - 3) * bsize))
    await expect(deleteSketches(disk.folder, gone)).rejects.toMatchObject({ code: 'disk-full' })
    expect(await text(disk.folder)).toBe(before)
    await rm(join(disk.folder, 'filler'))
    await deleteSketches(disk.folder, gone)
    const { dataset } = await openDataset('my-sketches', { home: disk.folder })
    expect(Buffer.from(dataset.images).toString('base64')).toBe(second.pixels)
  })

  test('a line is added where a log without its spent lines has no room', async () => {
    using disk = mountSmallDisk('256k')
    const { id } = await keep(1, null, disk.folder)
    for (const seed of [2, 3, 4]) await keep(seed, null, disk.folder)
    for (const truth of [character('A'), null]) await correctSketch(disk.folder, id, truth)
    const [said = '', takenBack = ''] = (await text(disk.folder)).split('\n').slice(5)
    await appendFile(sketchesPath(disk.folder), `${said}\n${takenBack}\n`.repeat(110))
    const { bavail, bsize } = await statfs(disk.folder)
    await writeFile(join(disk.folder, 'filler'), Buffer.alloc((bavail - 2) * bsize))
    const latest = await keep(5, null, disk.folder)
    expect((await listed(disk.folder))[0]).toBe(latest.id)
    expect((await text(disk.folder)).split('\n').length).toBeGreaterThan(220)
  })

  test('all can be deleted', async () => {
    using disk = mountSmallDisk('256k')
    await keep(1, 'A', disk.folder)
    await fill(disk.folder)
    await deleteSketches(disk.folder, { kind: 'all' })
    expect(await listed(disk.folder)).toEqual([])
  })
})
