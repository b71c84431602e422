import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mayMountDisks, mountSmallDisk } from '../../../test/small-disk'
import { startFaultyServer, type Behaviour, type ServedFile } from './faulty-server.test-helper'
import { HASTY, randomBytes } from './hasty.test-helper'
import { openRemoteFile, type HttpOptions } from './remote-file'

const BYTES = randomBytes(50_000)
const HASTILY: HttpOptions = { patience: HASTY, expectedBytes: BYTES.length }
/** For servers of which nothing is to be expected any more. */
const IMPATIENTLY: HttpOptions = {
  patience: { ...HASTY, headersMs: 200, stallMs: 200, slowWindowMs: 100 },
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-download-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function download(url: string, options = HASTILY): Promise<void> {
  const file = await openRemoteFile(url, options)
  await file.download(join(folder, 'a.zip'))
}

/** From the second request on: the first one opens the file. */
const later = (behaviour: Behaviour): ServedFile => ({
  bytes: BYTES,
  always: ({ count }) => (count === 0 ? {} : behaviour),
})
const always = (behaviour: Behaviour): ServedFile => ({ bytes: BYTES, always: behaviour })

describe('a server that always', () => {
  // HOST stands for its name and port.
  test.each<[does: string, served: ServedFile, message: string]>([
    ['refuses', always({ status: 403 }), 'HOST answers 403 Forbidden'],
    ['wants a name', always({ status: 401 }), 'HOST answers 401 Unauthorized'],
    ['has no such file', always({ status: 404 }), 'HOST answers 404 Not Found'],
    ['has it no more', later({ status: 410 }), 'HOST answers 410 Gone'],
    ['fails', always({ status: 500 }), 'HOST answers 500 Internal Server Error (tried 4 times)'],
    ['is busy', later({ status: 503 }), 'HOST answers 503 Service Unavailable (tried 4 times)'],
    [
      'has had too much',
      always({ status: 429, retryAfter: '600' }),
      'HOST answers 429 Too Many Requests, and asks to come back in 10 min',
    ],
    [
      'is closed for long',
      later({ status: 503, retryAfter: new Date(Date.now() + 10_000_000).toUTCString() }),
      'HOST answers 503 Service Unavailable, and asks to come back in 3 h',
    ],
    ['cuts the connection', always({ cutAfter: -1 }), 'the connection was cut (tried 4 times)'],
    ['redirects to itself', always({ redirectTo: '/a.zip' }), 'it redirects more than 5 times'],
    [
      'redirects to a file',
      always({ redirectTo: 'file:///etc/passwd' }),
      'a redirect to file:/etc/passwd is not followed: it is no web address',
    ],
    ['redirects to nowhere', always({ status: 302 }), 'HOST redirects to nowhere'],
    [
      'packs it',
      later({ contentEncoding: 'gzip' }),
      'HOST sends it packed as gzip, though asked for it as it is',
    ],
    [
      'says it is longer',
      later({ contentLength: 60_000 }),
      'the file at the server has 60,000 bytes, expected 50,000',
    ],
    [
      'says it is shorter',
      later({ contentLength: 40_000 }),
      'the file at the server has 40,000 bytes, expected 50,000',
    ],
    [
      'sends more than it says',
      later({ chunked: true, extraBytes: 1 }),
      'the server sent more bytes than it had said (tried 4 times)',
    ],
    [
      'sends less than it said',
      { bytes: BYTES.subarray(1), always: { ignoreRanges: true, chunked: true } },
      'the server sent 49,999 of 50,000 bytes (tried 4 times)',
    ],
    [
      'sends another file',
      { bytes: BYTES.subarray(1) },
      'the file at the server has 49,999 bytes, expected 50,000',
    ],
  ])('%s', async (_, served, expected) => {
    await using server = await startFaultyServer({ '/a.zip': served })
    const url = server.url('/a.zip')
    await expect(download(`${url}?key=secret`)).rejects.toMatchObject({
      message: `${url} cannot be downloaded: ${expected.replace('HOST', new URL(url).host)}`,
    })
    expect(await readdir(folder)).not.toContain('a.zip')
  })

  test.each<[does: string, always: Behaviour]>([
    ['sends other bytes than asked for', { contentRange: 'bytes 0-9/50000' }],
    ['does not say which bytes it sends', { contentRange: null }],
    ['says nonsense about them', { contentRange: 'bytes=1-2' }],
    ['says another length of them', { contentLength: 7 }],
  ])('%s in going on is given up', async (_, behaviour) => {
    await using server = await startFaultyServer({
      // The second request is for the whole, and has no range to lie about.
      '/a.zip': {
        bytes: BYTES,
        always: ({ count }) => (count < 2 ? {} : behaviour),
        faults: [{}, { cutAfter: 1000 }],
      },
    })
    const url = server.url('/a.zip')
    await expect(download(url)).rejects.toMatchObject({
      message: `${url} cannot be downloaded: the server sends another part of the file than it was asked for (tried 4 times)`,
    })
    expect(await readdir(folder)).toEqual(['a.zip.part', 'a.zip.part.json'])
  })

  test('refuses to go on is asked anew once, then given up', async () => {
    await using server = await startFaultyServer({
      '/a.zip': {
        bytes: BYTES,
        always: ({ count }) => (count === 0 ? {} : { refuseRanges: true }),
        faults: [{}, { cutAfter: 1000 }, {}, { cutAfter: 2000 }],
      },
    })
    const { host } = new URL(server.origin)
    await expect(download(server.url('/a.zip'))).rejects.toMatchObject({
      message: `${server.url('/a.zip')} cannot be downloaded: ${host} answers 416 Range Not Satisfiable (tried 4 times)`,
    })
  })

  test.each<[does: string, behaviour: Behaviour]>([
    ['says so', {}],
    ['does not say so', { chunked: true, ignoreRanges: true }],
  ])('has a longer file than is allowed, and %s, is not heard out', async (_, behaviour) => {
    await using server = await startFaultyServer({ '/a.zip': always(behaviour) })
    const url = server.url('/a.zip')
    const options = { patience: HASTY, mostBytes: 40_000 }
    await expect(download(url, options)).rejects.toMatchObject({
      code: 'download-failed',
      message: `${url} cannot be downloaded: the file at the server has more than 40,000 bytes`,
    })
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.part')))
      expect((await stat(join(folder, name))).size).toBe(0)
  })

  test.each(['HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n', 'SSH-2.0-server\r\n'])(
    'sends %j is given up',
    async (text) => {
      await using server = createServer((socket) => {
        socket.on('error', () => undefined).resume()
        socket.end(text)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      await expect(download(`http://127.0.0.1:${port}/a.zip`)).rejects.toMatchObject({
        code: 'download-failed',
        message: expect.stringMatching(/: the server sends what is no HTTP \(tried 4 times\)$/),
      })
    },
  )

  test.each<[does: string, served: ServedFile, message: RegExp]>([
    ['is silent', always({ silent: true }), /: no answer came within 0\.2 s \(tried 4 times\)$/],
    ['stalls', later({ stallAfter: 0 }), /: the server sent nothing for 0\.2 s \(tried 4 times\)$/],
    [
      'trickles',
      later({ trickle: { bytes: 1, pauseMs: 20 } }),
      /: the server sends no more than \d+ bytes a second \(tried [1-9]\d* times\)$/,
    ],
  ])('%s is given up', async (does, served, message) => {
    await using server = await startFaultyServer({ '/a.zip': served })
    // To a machine that does much else, what trickles may seem to have stalled.
    const stallMs = does === 'trickles' ? 2_000 : 200
    const patience = { ...IMPATIENTLY.patience, triesInAll: 4, stallMs }
    await expect(download(server.url('/a.zip'), { patience })).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(message),
    })
    expect(await readdir(folder)).not.toContain('a.zip')
  })
})

describe('a server that once', () => {
  test.each<[does: string, fault: Behaviour]>([
    ['fails', { status: 500 }],
    ['is busy', { status: 503 }],
    ['has had too much', { status: 429, retryAfter: '0' }],
    ['times out', { status: 408 }],
    ['does not reach another', { status: 502 }],
    ['cuts the connection', { cutAfter: 20_000 }],
    ['sends too much', { chunked: true, extraBytes: 9 }],
  ])('%s is asked again', async (_, fault) => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [fault, {}, fault] },
      '/b.zip': { bytes: BYTES, faults: [{}, fault] },
    })
    await download(server.url('/a.zip'))
    await download(server.url('/b.zip'))
    expect(await readdir(folder)).toEqual(['a.zip'])
  })

  test.each<[does: string, fault: Behaviour]>([
    ['is silent', { silent: true }],
    ['stalls', { stallAfter: 20_000 }],
  ])('%s is asked again', async (_, fault) => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{}, fault] },
    })
    await download(server.url('/a.zip'), IMPATIENTLY)
    expect(await readdir(folder)).toEqual(['a.zip'])
  })

  test('asks for a pause gets it, and the user is told', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { bytes: BYTES, faults: [{ status: 429, retryAfter: '1' }] },
    })
    const waits: unknown[] = []
    const begin = performance.now()
    await openRemoteFile(server.url('/a.zip'), {
      ...HASTILY,
      onWaiting: (waiting) => waits.push(waiting),
    })
    expect(performance.now() - begin).toBeGreaterThan(990)
    const { host } = new URL(server.origin)
    expect(waits).toEqual([{ reason: `${host} answers 429 Too Many Requests`, seconds: 1 }])
  })
})

describe('a hint', () => {
  test.each<[about: string, url: string, hint: RegExp]>([
    ['credentials', '/401', /^Check name and key/],
    ['access', '/403', /^Check name and key/],
    ['the address', '/404', /^The file is not at that address/],
    ['anything else', '/500', /^Check the connection/],
  ])('is about %s', async (_, path, hint) => {
    await using server = await startFaultyServer({
      '/401': always({ status: 401 }),
      '/403': always({ status: 403 }),
      '/500': always({ status: 500 }),
    })
    await expect(download(server.url(path))).rejects.toMatchObject({
      hint: expect.stringMatching(hint),
    })
  })

  test('where the name of the host is not found is about the connection', async () => {
    vi.stubEnv('NO_PROXY', '*')
    await expect(download('http://nowhere.invalid/a.zip')).rejects.toMatchObject({
      code: 'no-connection',
      message: expect.stringMatching(
        /^http:\/\/nowhere\.invalid\/a\.zip cannot be downloaded: the host nowhere\.invalid is not found \(E\w+\) \(tried 3 times\)$/,
      ),
      hint: expect.stringMatching(/^Connect to the internet/),
    })
  })

  test('where nobody listens names the place', async () => {
    const port = await portOfNobody()
    const url = `http://127.0.0.1:${port}/a.zip`
    await expect(download(url)).rejects.toMatchObject({
      message: `${url} cannot be downloaded: 127.0.0.1:${port} refuses the connection (tried 3 times)`,
    })
  })
})

describe('an address', () => {
  test.each(['ftp://host/a.zip', 'file:///etc/passwd', 'a.zip', 'http://', 'mailto:a@b'])(
    '%s is refused',
    async (url) => {
      await expect(openRemoteFile(url)).rejects.toMatchObject({
        code: 'download-failed',
        message: expect.stringMatching(/ is no web address$/),
      })
    },
  )
})

describe('a disk', () => {
  const canMount = mayMountDisks()

  test.skipIf(!canMount)('without room is found out before anything is fetched', async () => {
    using disk = mountSmallDisk('40k')
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await expect(file.download(join(disk.folder, 'a.zip'))).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        new RegExp(`^50.0 kB are needed in ${disk.folder}, [\\d.]+ (kB|bytes) are free$`),
      ),
    })
    expect(server.requests).toHaveLength(1)
  })

  test.skipIf(!canMount)('that fills up keeps what has come, and the rest follows', async () => {
    using disk = mountSmallDisk('60k')
    await using server = await startFaultyServer({
      // Without a length nobody can know before.
      '/a.zip': {
        bytes: BYTES,
        always: ({ count }) => ({ chunked: true, ignoreRanges: count < 2 }),
      },
    })
    const path = join(disk.folder, 'a.zip')
    const filler = join(disk.folder, 'filler')
    await writeFile(filler, Buffer.alloc(30_000))
    const options = { patience: HASTY }
    const first = await openRemoteFile(server.url('/a.zip'), options)
    await expect(first.download(path)).rejects.toMatchObject({
      code: 'disk-full',
      message: `no space is left to write ${path}.part`,
    })
    const { size } = await stat(`${path}.part`)
    expect(size).toBeGreaterThan(0)
    await rm(filler)
    const second = await openRemoteFile(server.url('/a.zip'), options)
    await second.download(path)
    expect((await readFile(path)).equals(BYTES)).toBe(true)
    expect(await readdir(disk.folder)).toEqual(['a.zip'])
  })

  test('without the folder says so', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    const path = join(folder, 'none', 'a.zip')
    await expect(file.download(path)).rejects.toMatchObject({
      code: 'output-failed',
      message: `${path}.part cannot be written (ENOENT)`,
    })
  })
})

/** A port that was free a moment ago. */
async function portOfNobody(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
