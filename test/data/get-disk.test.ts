import { execFileSync } from 'node:child_process'
import { mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getEmnist } from '../../src-main/core/datasets/get/get-emnist'
import { IMPATIENT } from '../../src-main/core/datasets/get/impatient.test-helper'
import {
  madePublication,
  type MadePublication,
} from '../../src-main/core/datasets/get/made-emnist.test-helper'
import { systemErrorCode } from '../../src-main/core/files/file-error'
import { startFaultyServer } from '../../src-main/core/download/faulty-server.test-helper'
import { runGlyphlab } from '../run-glyphlab'
import { mayMountDisks, mountSmallDisk, type SmallDisk } from '../small-disk'
import { stateOf, wholeHome } from './get-bench'

describe.skipIf(!mayMountDisks())('a data home', () => {
  let made: MadePublication
  let disk: SmallDisk
  let home = ''
  beforeAll(async () => {
    made = await madePublication()
  })
  beforeEach(async () => {
    disk = mountSmallDisk('400k')
    home = join(disk.folder, 'home')
    await mkdir(home)
  })
  afterEach(() => disk[Symbol.dispose]())

  const filler = () => join(disk.folder, 'filler')
  async function fillDisk(bytesLeft: number): Promise<void> {
    const { bavail, bsize } = await statfs(disk.folder)
    const content = Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft))
    // The download goes on meanwhile: it may have been faster, and the disk be full all the same.
    await writeFile(filler(), content).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'ENOSPC') throw error
    })
  }

  test.each([
    ['nothing', 0],
    ['some of a file', 8192],
  ])(
    'that fills up to %s in mid-download keeps what it has, and is gone on with',
    async (_, left) => {
      const slow = { bytes: made.archive, always: { trickle: { bytes: 2_000, pauseMs: 5 } } }
      await using server = await startFaultyServer({ '/gzip.zip': slow })
      const options = { home, mirrors: [server.url('/gzip.zip')], patience: IMPATIENT }
      let filling: Promise<void> | undefined
      const filled = getEmnist(made.published, {
        ...options,
        onProgress: ({ phase }) => {
          if (phase === 'downloading') filling ??= fillDisk(left)
        },
      })
      await expect(filled).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(join(home, 'downloads', 'emnist-made')),
        hint: expect.stringContaining('Free some space'),
      })
      await filling
      expect((await stateOf(home, made)).names).not.toContain('datasets/emnist-made')
      await rm(filler())
      await getEmnist(made.published, options)
      expect(await stateOf(home, made)).toEqual({ names: wholeHome(made), isWhole: true })
    },
  )

  test('on a disk that is too small says so before anything is fetched', async () => {
    await using server = await startFaultyServer({ '/gzip.zip': made.archive })
    const mirrors = server.url('/gzip.zip')
    // An archive that lies there whole does not make less of what is to be taken out of it.
    const underWay = join(home, 'downloads', 'emnist-mnist')
    await mkdir(underWay, { recursive: true })
    await writeFile(join(underWay, 'whole.zip'), '')
    await truncate(join(underWay, 'whole.zip'), 100_000_000)
    const result = await runGlyphlab(['data', 'get', 'emnist-mnist'], {
      GLYPHLAB_HOME: home,
      GLYPHLAB_MIRRORS: mirrors,
    })
    expect(result).toMatchObject({ status: 1, stdout: '' })
    expect(result.stderr).toMatch(
      /glyphlab: 32 MB are needed in .*emnist-mnist, 4\d\d\.\d kB are free\. Free some space/,
    )
    expect(server.requests).toEqual([])
  })

  test('that may not be written to says so', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk.folder])
    const result = await runGlyphlab(['data', 'get', 'emnist-mnist'], {
      GLYPHLAB_HOME: home,
      GLYPHLAB_MIRRORS: 'http://127.0.0.1:9/',
    })
    expect(result).toMatchObject({ status: 1, stdout: '' })
    expect(result.stderr).toMatch(
      /^glyphlab: .*datasets.* cannot be written \(EROFS\)\. Name a place that you may write to\.\n$/,
    )
  })
})
