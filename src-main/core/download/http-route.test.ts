import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeCertificate } from './certificate.test-helper'
import { startFaultyServer } from './faulty-server.test-helper'
import { HASTY, randomBytes } from './hasty.test-helper'
import { startProxy } from './proxy.test-helper'
import { redirectTarget } from './redirect'
import { openRemoteFile, type HttpOptions } from './remote-file'

const BYTES = randomBytes(1000)
const HASTILY: HttpOptions = { patience: HASTY }
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

beforeEach(() => {
  for (const name of PROXY_VARIABLES.flatMap((upper) => [upper, upper.toLowerCase()]))
    vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** Opens a file and reads a part of it. */
async function read(url: string, options: HttpOptions = {}): Promise<Buffer> {
  const file = await openRemoteFile(url, { ...HASTILY, ...options })
  return file.readRange(10, 20)
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %i is followed', async (status) => {
    await using server = await startFaultyServer({
      '/old': { always: { status, redirectTo: '../new' } },
      '/new': BYTES,
    })
    expect((await read(server.url('/old'))).equals(BYTES.subarray(10, 20))).toBe(true)
  })

  test('to another host never gets the credentials, nor does the way back', async () => {
    const authorization = 'Basic c2VjcmV0'
    await using home = await startFaultyServer({ '/end': BYTES })
    await using away = await startFaultyServer({
      '/back': { always: { redirectTo: home.url('/end') } },
      '/end': BYTES,
    })
    home.serve('/aside', { always: { redirectTo: '/away' } })
    home.serve('/away', { always: { redirectTo: away.url('/end') } })
    home.serve('/round', { always: { redirectTo: away.url('/back') } })
    await read(home.url('/aside'), { authorization })
    await read(home.url('/round'), { authorization })
    const sent = (server: typeof home) =>
      server.requests.map(({ path, headers }) => [path, headers.authorization])
    expect(sent(home)).toEqual([
      ['/aside', authorization],
      ['/away', authorization],
      ['/round', authorization],
      ['/end', undefined],
      ['/end', undefined],
    ])
    expect(sent(away)).toEqual([
      ['/end', undefined],
      ['/end', undefined],
      ['/back', undefined],
    ])
  })

  test('to the same server under another name is one to another host', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    server.serve('/moved', { always: { redirectTo: `${server.localhost}/a.zip` } })
    await read(server.url('/moved'), { authorization: 'Basic c2VjcmV0' })
    const [first, ...others] = server.requests.map(({ headers }) => headers.authorization)
    expect(first).toBe('Basic c2VjcmV0')
    expect(others).toEqual([undefined, undefined])
  })

  test('is remembered until it expires, and then asked for again', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { always: ({ count }) => ({ redirectTo: `/signed?key=${count}` }) },
      '/signed': { bytes: BYTES, faults: [{}, {}, { status: 403 }] },
    })
    const file = await openRemoteFile(server.url('/a.zip'), HASTILY)
    await file.readRange(0, 10)
    await file.readRange(0, 10)
    await file.readRange(0, 10)
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/a.zip',
      '/signed?key=0',
      '/signed?key=0',
      '/signed?key=0', // refused
      '/a.zip',
      '/signed?key=1',
      '/signed?key=1',
    ])
  })

  test('to a signed address keeps its signature out of the message', async () => {
    await using server = await startFaultyServer({
      '/a.zip': { always: { redirectTo: '/signed?key=secret' } },
      '/signed': { always: { status: 403 } },
    })
    const { host } = new URL(server.origin)
    await expect(read(server.url('/a.zip?token=secret'))).rejects.toMatchObject({
      message: `${server.url('/a.zip')} cannot be downloaded: ${host} answers 403 Forbidden`,
    })
  })

  test.each<[from: string, location: string | undefined, result: string]>([
    ['http://a/b/c', '../d', 'http://a/d'],
    ['http://a/b', 'https://c/d', 'https://c/d'],
    ['https://a/b', '//c/d', 'https://c/d'],
    ['http://a/b', 'http://name:word@c/d', 'http://c/d'],
  ])('from %s to %s leads to %s', (from, location, expected) => {
    expect(redirectTarget(new URL(from), location).href).toBe(expected)
  })

  test.each<[from: string, location: string | undefined, message: string]>([
    [
      'https://a/b',
      'http://n:p@c/d?k',
      'a redirect from https to http://c/d is not followed: it is not encrypted',
    ],
    [
      'http://a/b',
      'javascript:alert(1)',
      'a redirect to javascript:alert(1) is not followed: it is no web address',
    ],
    ['http://a/b', 'http://', 'a redirects to what is no address'],
    ['http://a/b', undefined, 'a redirects to nowhere'],
  ])('from %s to %s is not followed', (from, location, message) => {
    expect(() => redirectTarget(new URL(from), location)).toThrow(message)
  })
})

describe('name and password in the address', () => {
  test('are sent as credentials and shown to nobody', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const { host } = new URL(server.origin)
    const file = await openRemoteFile(`http://me:p%40ss@${host}/a.zip`, HASTILY)
    expect(file.url).toBe(`http://${host}/a.zip`)
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    )
  })
})

describe('an encrypted connection', () => {
  test('to a server that nobody vouches for is refused at once', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES }, { tls: makeCertificate() })
    await expect(read(server.url('/a.zip'))).rejects.toMatchObject({
      code: 'download-failed',
      message: `${server.url('/a.zip')} cannot be downloaded: no safe connection can be made (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/),
    })
  })

  test('to a server without encryption is refused at once', async () => {
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    const url = server.url('/a.zip').replace('http:', 'https:')
    await expect(read(url)).rejects.toMatchObject({
      message: expect.stringMatching(/: no safe connection can be made \(\w+\)$/),
    })
  })

  test('is never left for one without', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await using plain = await startFaultyServer({ '/a.zip': BYTES })
    await using server = await startFaultyServer(
      { '/a.zip': { always: { redirectTo: plain.url('/a.zip?key=secret') } }, '/b.zip': BYTES },
      { tls: makeCertificate() },
    )
    expect((await read(server.url('/b.zip'))).equals(BYTES.subarray(10, 20))).toBe(true)
    await expect(read(server.url('/a.zip'))).rejects.toMatchObject({
      message: `${server.url('/a.zip')} cannot be downloaded: a redirect from https to ${plain.url('/a.zip')} is not followed: it is not encrypted`,
    })
    expect(plain.requests).toEqual([])
  })
})

describe('a proxy', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('that %s names is used', async (variable) => {
    await using proxy = await startProxy()
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    vi.stubEnv(variable, `http://me:word@127.0.0.1:${proxy.port}`)
    expect((await read(server.url('/a.zip'))).equals(BYTES.subarray(10, 20))).toBe(true)
    expect(proxy.asked).toEqual([`GET ${server.url('/a.zip')}`, `GET ${server.url('/a.zip')}`])
    expect(proxy.credentials[0]).toBe(`Basic ${Buffer.from('me:word').toString('base64')}`)
    expect(server.requests).toHaveLength(2)
  })

  test('needs no scheme', async () => {
    await using proxy = await startProxy()
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    vi.stubEnv('HTTP_PROXY', `127.0.0.1:${proxy.port}`)
    await read(server.url('/a.zip'))
    expect(proxy.asked).toHaveLength(2)
  })

  test('lets encrypted connections through unread', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await using proxy = await startProxy()
    await using server = await startFaultyServer({ '/a.zip': BYTES }, { tls: makeCertificate() })
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
    expect((await read(server.url('/a.zip'))).equals(BYTES.subarray(10, 20))).toBe(true)
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT 127.0.0.1:${server.port}`]))
  })

  test.each(['NO_PROXY', 'no_proxy'])('is passed by for hosts in %s', async (variable) => {
    await using proxy = await startProxy()
    await using server = await startFaultyServer({ '/a.zip': BYTES })
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxy.port}`)
    vi.stubEnv(variable, 'example.org,127.0.0.1')
    await read(server.url('/a.zip'))
    expect(proxy.asked).toEqual([])
  })

  test.each(['http', 'https'])(
    'that wants a password for %s is named as the cause',
    async (scheme) => {
      await using proxy = await startProxy(407)
      vi.stubEnv(`${scheme.toUpperCase()}_PROXY`, `http://me:word@127.0.0.1:${proxy.port}`)
      await expect(read(`${scheme}://example.org/a.zip`)).rejects.toMatchObject({
        code: 'download-failed',
        message: `${scheme}://example.org/a.zip cannot be downloaded: the proxy answers 407 Proxy Authentication Required`,
        hint: expect.stringMatching(/^Check HTTP_PROXY and HTTPS_PROXY/),
      })
    },
  )

  test('that never answers is given up', async () => {
    await using proxy = await startProxy(0)
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
    const patience = { ...HASTY, headersMs: 100, triesInAll: 2 }
    await expect(read('https://example.org/a.zip', { patience })).rejects.toMatchObject({
      message:
        'https://example.org/a.zip cannot be downloaded: no answer came within 0.1 s (tried 2 times)',
    })
  })

  test('that is not there is named', async () => {
    const { port, ...proxy } = await startProxy()
    await proxy[Symbol.asyncDispose]()
    vi.stubEnv('HTTP_PROXY', `http://me:word@127.0.0.1:${port}`)
    await expect(read('http://example.org/a.zip')).rejects.toMatchObject({
      message: `http://example.org/a.zip cannot be downloaded: 127.0.0.1:${port} refuses the connection (tried 3 times)`,
    })
  })

  test.each(['http://', 'ftp://me:word@host:1', 'two words'])(
    'written as %s is refused without showing it',
    async (address) => {
      vi.stubEnv('HTTPS_PROXY', address)
      await expect(read('http://example.org/a.zip')).rejects.toMatchObject({
        code: 'download-failed',
        message: 'HTTP_PROXY or HTTPS_PROXY is no address of a proxy',
      })
    },
  )
})
