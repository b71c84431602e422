import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFaultyServer, type Behaviour } from './faulty-server.test-helper'
import { HASTY, randomBytes, rangesOf } from './hasty.test-helper'
import { discardPart } from './part-file'
import { openRemoteFile, type DownloadProgress, type HttpOptions } from './remote-file'

/** So that no two parts of it are the same. */
const BYTES = randomBytes(300_000)
const HASTILY: HttpOptions = { patience: HASTY }

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-download-'))
})
afterEach(() => rm(folder, { recursive: true }))

const TENTHS = Array.from({ length: 11 }, (_, tenth) => (tenth * BYTES.length) / 10)

describe('a download that is cut', () => {
  test.each(TENTHS)('after %i bytes goes on to the same bytes', async (cutAfter) => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, { cutAfter }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    const expected = ['bytes=0-0', undefined]
    // A body cut at its very end is whole: the promised length has come.
    if (cutAfter < BYTES.length)
      expected.push(cutAfter === 0 ? undefined : `bytes=${cutAfter}-299999`)
    expect(rangesOf(server)).toEqual(expected)
  })

  test.each(TENTHS.slice(1, 10))(
    'after %i bytes, and then killed, is gone on with by the next call',
    async (cutAfter) => {
      await using server = await startFaultyServer({
        '/a.zip': { bytes: BYTES, faults: [{}, { cutAfter }] },
      })
      const once: HttpOptions = { patience: { ...HASTY, triesInAll: 1 } }
      const path = join(folder, 'a.zip')
      const first = await openRemoteFile(server.url('/a.zip'), once)
      await expect(first.download(path)).rejects.toMatchObject({
        code: 'download-failed',
        message: `${server.url('/a.zip')} cannot be downloaded: the connection was cut`,
      })
      await expectOnly('a.zip.part', 'a.zip.part.json')
      const second = await openRemoteFile(server.url('/a.zip'), once)
      await second.download(path)
      await expectWhole('a.zip')
      expect(rangesOf(server).at(-1)).toBe(`bytes=${cutAfter}-299999`)
    },
  )

  test('again and again gets there, as long as each try brings something', async () => {
    const bytes = BYTES.subarray(0, 20_000)
    await using server = await startFaultyServer({
      '/a.zip': { bytes, always: ({ count }) => (count === 0 ? {} : { cutAfter: 1000 }) },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'))
    expect((await readFile(join(folder, 'a.zip'))).equals(bytes)).toBe(true)
  })

  test.each([
    ['says how long it is', {}],
    ['does not say', { chunked: true, ignoreRanges: true }],
  ])('by a server that %s, and then sends it in pieces, is whole', async (_, first) => {
    const pieces = { rangeLimit: 70_000 }
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, always: pieces, faults: [first, { ...first, cutAfter: 30_000 }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
  })

  test('at one place again and again is given up, and by a server without ranges too', async () => {
    for (const always of [{ cutAfter: 1000, ignoreRanges: true }, { cutAfter: 0 }]) {
      await using server = await startFaultyServer({
        '/a.zip': { bytes: BYTES, always: ({ count }) => (count === 0 ? {} : always) },
      })
      const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
      await expect(file.download(join(folder, 'a.zip'))).rejects.toMatchObject({
        message: expect.stringMatching(/the connection was cut \(tried [45] times\)$/),
      })
      await expectOnly('a.zip.part', 'a.zip.part.json')
    }
  })
})

describe('a part that lies there', () => {
  /** Leaves a part of 100,000 bytes behind. */
  async function beginAt(url: string): Promise<void> {
    const file = await openRemoteFile(url, { patience: { ...HASTY, triesInAll: 1 } })
    await expect(file.download(join(folder, 'a.zip'))).rejects.toThrow('cut')
    expect(await readFile(join(folder, 'a.zip.part'))).toHaveLength(100_000)
  }

  const CUT = { bytes: BYTES, faults: [{}, { cutAfter: 100_000 }] }

  test.each<[string, () => Promise<void>]>([
    ['that is longer than the file', () => truncate(join(folder, 'a.zip.part'), 300_001)],
    ['of unknown origin', () => rm(join(folder, 'a.zip.part.json'))],
    ['with a torn origin', () => truncate(join(folder, 'a.zip.part.json'), 40)],
    ['that was discarded', () => discardPart(join(folder, 'a.zip'))],
  ])('%s is not gone on with', async (_, spoil) => {
    await using server = await startFaultyServer({ '/a.zip': CUT })
    await beginAt(server.url('/a.zip'))
    await spoil()
    await (await openRemoteFile(server.url('/a.zip'), HASTILY)).download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    expect(rangesOf(server).at(-1)).toBeUndefined()
  })

  test('of another version, address or range is not gone on with', async () => {
    await using server = await startFaultyServer({ '/a.zip': CUT, '/b.zip': BYTES })
    const path = join(folder, 'a.zip')
    await beginAt(server.url('/a.zip'))
    const whole = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await whole.download(path, { range: { start: 0, end: 200_000 } })
    expect((await readFile(path)).equals(BYTES.subarray(0, 200_000))).toBe(true)

    server.serve('/a.zip', CUT)
    await beginAt(server.url('/a.zip'))
    await (await openRemoteFile(server.url('/b.zip'), HASTILY)).download(path)
    await expectWhole('a.zip')
    expect(rangesOf(server).at(-1)).toBeUndefined()

    server.serve('/a.zip', CUT)
    await beginAt(server.url('/a.zip'))
    const other = randomBytes(300_000, 2)
    server.serve('/a.zip', other)
    await (await openRemoteFile(server.url('/a.zip'), HASTILY)).download(path)
    expect((await readFile(path)).equals(other)).toBe(true)
    expect(rangesOf(server).at(-1)).toBeUndefined()
  })

  test('that is whole already becomes the file without a request', async () => {
    await using server = await startFaultyServer({ '/a.zip': CUT })
    await beginAt(server.url('/a.zip'))
    await writeFile(join(folder, 'a.zip.part'), BYTES)
    await (await openRemoteFile(server.url('/a.zip'), HASTILY)).download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    // Two openings and the one that was cut.
    expect(server.requests).toHaveLength(3)
  })
})

describe('a file that changes while it is fetched', () => {
  const OTHER = randomBytes(BYTES.length, 3)

  test.each<[string, Behaviour]>([
    ['where the server says so', {}],
    ['where the server sends the rest of the new one', { ignoreIfRange: true }],
  ])('is fetched anew, %s', async (_, always) => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, { cutAfter: 200_000 }] },
    })
    const told: DownloadProgress[] = []
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'), {
      onProgress: (progress) => {
        told.push(progress)
        if (progress.waiting && told.filter(({ waiting }) => waiting).length === 1)
          server.serve('/a.zip', { bytes: OTHER, always })
      },
    })
    expect((await readFile(join(folder, 'a.zip'))).equals(OTHER)).toBe(true)
    await expectOnly('a.zip')
    expect(told.at(-1)).toMatchObject({ bytesDone: 300_000, bytesTotal: 300_000, secondsLeft: 0 })
  })

  test('is refused where a part of it was asked for', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    server.serve('/a.zip', OTHER)
    const message = `${server.url('/a.zip')} cannot be downloaded: the file at the server has changed meanwhile`
    await expect(file.readRange(10, 20)).rejects.toMatchObject({ message })
    const path = join(folder, 'member')
    await expect(file.download(path, { range: { start: 10, end: 20 } })).rejects.toMatchObject({
      message,
    })
    expect(await readdir(folder)).not.toContain('member')
  })

  test('is refused where it has another size', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    server.serve('/a.zip', OTHER.subarray(1))
    await expect(file.download(join(folder, 'a.zip'))).rejects.toMatchObject({
      code: 'download-failed',
      message: `${server.url('/a.zip')} cannot be downloaded: the file at the server has 299,999 bytes, expected 300,000`,
    })
  })
})

async function expectOnly(...names: string[]): Promise<void> {
  expect((await readdir(folder)).toSorted()).toEqual(names)
}

async function expectWhole(name: string): Promise<void> {
  expect((await readFile(join(folder, name))).equals(BYTES)).toBe(true)
  await expectOnly(name)
}
