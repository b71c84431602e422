import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFaultyServer, type Behaviour, type ServedFile } from './faulty-server.test-helper'
import { HASTY, randomBytes, rangesOf } from './hasty.test-helper'
import { openRemoteFile, type DownloadProgress, type HttpOptions } from './remote-file'

/** So that no two parts of it are the same. */
const BYTES = randomBytes(300_000)
const DATE = 'Sat, 01 Nov 2025 10:00:00 GMT'
const HASTILY: HttpOptions = { patience: HASTY }

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-download-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a download', () => {
  test('puts the bytes at its place and leaves nothing beside them', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const file = await openRemoteFile(server.url('/a.zip?key=secret'), HASTILY)
    expect(file).toMatchObject({ url: server.url('/a.zip'), bytes: 300_000, hasRanges: true })
    await file.download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    expect(server.requests.map(({ method, headers }) => [method, headers.range])).toEqual([
      ['GET', 'bytes=0-0'],
      ['GET', undefined],
    ])
    expect(server.requests[1]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      'user-agent': expect.stringMatching(/^glyphlab\/\d/),
    })
  })

  test('fetches a part of a file', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, { cutAfter: 70_000 }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'member'), { range: { start: 1000, end: 201_000 } })
    expect((await readFile(join(folder, 'member'))).equals(BYTES.subarray(1000, 201_000))).toBe(
      true,
    )
    expect(rangesOf(server)).toEqual(['bytes=0-0', 'bytes=1000-200999', 'bytes=71000-200999'])
    await expectOnly('member')
  })

  test('takes a .gz as it is, though the server says that it is packed', async () => {
    const faults = [{ contentEncoding: 'x-gzip' }, { contentEncoding: 'x-gzip' }]
    await using server = await startFaultyServer({ '/images.gz': { bytes: BYTES, faults } })
    const file = await openRemoteFile(server.url('/images.gz'), HASTILY)
    await file.download(join(folder, 'images.gz'))
    await expectWhole('images.gz')
  })

  test('of an empty file, and of no bytes of a file, makes an empty file', async () => {
    await using server = await startFaultyServer({ '/empty': Buffer.alloc(0), '/a.zip': BYTES })
    const empty = await openRemoteFile(server.url('/empty'), HASTILY)
    expect(empty).toMatchObject({ bytes: 0, hasRanges: false })
    await empty.download(join(folder, 'empty'))
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'nothing'), { range: { start: 7, end: 7 } })
    for (const name of ['empty', 'nothing'])
      expect(await readFile(join(folder, name))).toHaveLength(0)
  })

  test('replaces what lies at its place, once it is whole', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    await writeFile(join(folder, 'a.zip'), 'of last year')
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
  })

  test.each<[string, ServedFile]>([
    ['without ranges', { always: { ignoreRanges: true } }],
    ['without a length', { always: { ignoreRanges: true, chunked: true } }],
    ['without a version', { always: { etag: null } }],
    ['that tells versions by date', { always: { etag: null, lastModified: DATE } }],
    ['with a weak version', { always: { etag: 'W/"1"' } }],
    ['with ranges and chunks', { always: { chunked: true } }],
  ])('from a server %s is whole, after a cut too', async (_, served) => {
    await using server = await startFaultyServer({
      '/a.zip': { ...served, bytes: BYTES, faults: [{}, { cutAfter: 123_456 }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    expect(server.requests).toHaveLength(3)
  })

  test('asks to go on only with the version it has begun', async () => {
    const cases: readonly [Behaviour, string | undefined][] = [
      [{ etag: '"v1"' }, '"v1"'],
      [{ etag: 'W/"v1"', lastModified: DATE }, DATE],
      [{ etag: 'W/"v1"' }, undefined],
      [{ etag: null }, undefined],
    ]
    for (const [always, expected] of cases) {
      await using server = await startFaultyServer({
        '/a.zip': { bytes: BYTES, always, faults: [{}, { cutAfter: 10 }] },
      })
      const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
      await file.download(join(folder, 'a.zip'))
      expect(server.requests[2]?.headers).toMatchObject({ range: 'bytes=10-299999' })
      expect(server.requests[2]?.headers['if-range']).toBe(expected)
    }
  })
})

describe('a range', () => {
  test('is read into memory, after a cut and an error too', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, { cutAfter: 50 }, { status: 503 }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    const read = await file.readRange(1000, 2000)
    expect(read.equals(BYTES.subarray(1000, 2000))).toBe(true)
    expect(await file.readRange(5, 5)).toHaveLength(0)
    expect(rangesOf(server).slice(1)).toEqual([
      'bytes=1000-1999',
      'bytes=1050-1999',
      'bytes=1050-1999',
    ])
  })

  test('of more than 16 MiB, outside of the file, or from a server without is refused', async () => {
    await using server = await startFaultyServer({
      '/large': { bytes: Buffer.alloc(17 * 2 ** 20), always: { etag: '"1"' } },
      '/whole': { bytes: BYTES, always: { ignoreRanges: true } },
    })
    const large = await openRemoteFile(server.url('/large'), HASTILY)
    await expect(large.readRange(0, 2 ** 24 + 1)).rejects.toMatchObject({
      message: `${large.url}: 16,777,217 bytes are too many to be read at once`,
    })
    await expect(large.readRange(0, 2 ** 25)).rejects.toMatchObject({ code: 'internal' })
    const whole = await openRemoteFile(server.url('/whole'), HASTILY)
    await expect(whole.readRange(0, 10)).rejects.toMatchObject({
      message: `${whole.url} cannot be downloaded: the server sends no parts of a file`,
    })
  })
})

describe('progress', () => {
  test('never falls, keeps its total and ends whole', async () => {
    await using server = await startFaultyServer({
      '/a.zip': {
        bytes: BYTES,
        always: { trickle: { bytes: 10_000, pauseMs: 5 } },
        faults: [{}, { cutAfter: 90_000 }, { status: 503 }],
      },
    })
    const told: DownloadProgress[] = []
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.download(join(folder, 'a.zip'), { onProgress: (progress) => told.push(progress) })
    const done = told.map(({ bytesDone }) => bytesDone)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(new Set(told.map(({ bytesTotal }) => bytesTotal))).toEqual(new Set([300_000]))
    expect(told[0]).toMatchObject({ bytesDone: 0, bytesPerSecond: null, secondsLeft: null })
    expect(told.at(-1)).toMatchObject({ bytesDone: 300_000, secondsLeft: 0, waiting: null })
    const host = `127.0.0.1:${server.port}`
    expect(told.flatMap(({ waiting }) => waiting?.reason ?? [])).toEqual([
      'the connection was cut',
      `${host} answers 503 Service Unavailable`,
    ])
  })
})

describe('a cancelled download', () => {
  test('stops in mid-body with the reason given, and keeps its part', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, { trickle: { bytes: 5000, pauseMs: 20 } }] },
    })
    const stop = new AbortController()
    const patience = { ...HASTY, stallMs: 60_000 }
    const file = await openRemoteFile(server.url('/a.zip'), { patience, signal: stop.signal })
    const reason = new Error('enough')
    const download = file.download(join(folder, 'a.zip'), {
      onProgress: ({ bytesDone }) => {
        if (bytesDone > 0) stop.abort(reason)
      },
    })
    await expect(download).rejects.toBe(reason)
    await expectOnly('a.zip.part', 'a.zip.part.json')
    await (await openRemoteFile(server.url('/a.zip'), HASTILY)).download(join(folder, 'a.zip'))
    await expectWhole('a.zip')
    expect(rangesOf(server).at(-1)).toMatch(/^bytes=[1-9]\d*-299999$/)
  })

  test.each<[string, Behaviour, number]>([
    ['while it waits for the next try', { status: 503 }, 60_000],
    ['while the server does not answer', { silent: true }, 1],
  ])('stops %s', async (_, always, backOffMs) => {
    await using server = await startFaultyServer({ '/a.zip': { bytes: BYTES, always } })
    const stop = new AbortController()
    const patience = { ...HASTY, headersMs: 60_000, backOffMs, backOffLimitMs: backOffMs }
    const opening = openRemoteFile(server.url('/a.zip'), { patience, signal: stop.signal })
    const reason = new Error('enough')
    setTimeout(() => stop.abort(reason), 50)
    await expect(opening).rejects.toBe(reason)
  })

  test('before it begins asks nothing', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const reason = new Error('enough')
    const opening = openRemoteFile(server.url('/a.zip'), { signal: AbortSignal.abort(reason) })
    await expect(opening).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})

async function expectOnly(...names: string[]): Promise<void> {
  expect((await readdir(folder)).toSorted()).toEqual(names)
}

async function expectWhole(name: string): Promise<void> {
  expect((await readFile(join(folder, name))).equals(BYTES)).toBe(true)
  await expectOnly(name)
}
