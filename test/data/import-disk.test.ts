import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSource } from '../../src-main/core/datasets/import/read-source'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { storeDataset } from '../../src-main/core/datasets/store-dataset'
import { runGlyphlab } from '../run-glyphlab'
import { mayMountDisks, mountSmallDisk, type SmallDisk } from '../small-disk'

describe.skipIf(!mayMountDisks())('a data home', () => {
  let folder = ''
  let disk: SmallDisk
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-import-disk-'))
    disk = mountSmallDisk('300k')
  })
  afterEach(async () => {
    disk[Symbol.dispose]()
    await rm(folder, { recursive: true })
  })

  const writeSource = (name: string, trainPerClass: number) =>
    writeEmnistFolder(join(folder, name), { classes: 3, trainPerClass, testPerClass: 5, seed: 1 })

  test('that fills up in mid-import keeps what it has', async () => {
    await writeSource('small', 20)
    await writeSource('large', 200)
    const home = disk.folder
    const options = { home, name: 'mine', replace: true }
    const small = await readSource(join(folder, 'small'))
    const { about } = await storeDataset(small, options)
    const large = await readSource(join(folder, 'large'))
    await expect(storeDataset(large, options)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/^no space is left to write .*mine/),
    })
    expect(await readdir(join(home, 'datasets'))).toEqual(['mine'])
    expect((await openDataset('mine', { home })).fingerprint).toBe(about.fingerprint)
  })

  test('that may not be written to says so before anything is read', async () => {
    await writeSource('small', 20)
    execFileSync('mount', ['-o', 'remount,ro', disk.folder])
    const result = await runGlyphlab(['data', 'import', join(folder, 'small')], {
      GLYPHLAB_HOME: disk.folder,
    })
    expect(result).toMatchObject({ status: 1, stdout: '' })
    expect(result.stderr).toMatch(
      /^glyphlab: .*small cannot be written \(EROFS\)\. Name a place that you may write to\.\n$/,
    )
  })
})
