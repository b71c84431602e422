import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getProgressSchema, type GetProgress } from '../../../../src-preload/contract/data-progress'
import { withField } from '../../archives/made-archive.test-helper'
import { startFaultyServer, type Behaviour } from '../../download/faulty-server.test-helper'
import { getEmnist, type GetEmnistOptions } from './get-emnist'
import { IMPATIENT } from './impatient.test-helper'
import { folderOf, madePublication, type MadePublication } from './made-emnist.test-helper'

let made: MadePublication
beforeAll(async () => {
  made = await madePublication()
})

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-get-'))
})
afterEach(() => rm(home, { recursive: true }))

async function get(mirrors: readonly string[], options: Partial<GetEmnistOptions> = {}) {
  const progress: GetProgress[] = []
  const notes: string[] = []
  const got = getEmnist(made.published, {
    ...{ home, mirrors, patience: IMPATIENT },
    onProgress: (report) => progress.push(getProgressSchema.parse(report)),
    onNote: (line) => notes.push(line),
    ...options,
  })
  return { got: await got, progress, notes }
}

const dataset = () => join(home, 'datasets', 'emnist-made')

async function expectWhole(): Promise<void> {
  for (const [name, content] of Object.entries(made.files))
    expect(await readFile(join(dataset(), name))).toEqual(content)
  expect((await readdir(dataset())).sort()).toEqual(
    ['dataset.json', 'emnist-made-mapping.txt', ...Object.keys(made.files)].sort(),
  )
  expect(await readdir(join(home, 'downloads'))).toEqual([])
}

async function expectNothing(): Promise<void> {
  expect(await readdir(join(home, 'datasets'))).toEqual([])
}

describe('fetches', () => {
  test('out of an archive nothing but the four files', async () => {
    await using server = await startFaultyServer({ '/gzip.zip': made.archive })
    const { got, progress, notes } = await get([server.url('/gzip.zip')])
    await expectWhole()
    expect(got).toMatchObject({ name: 'emnist-made', folder: dataset(), wasThere: false })
    expect(got.about).toMatchObject({
      split: 'made',
      origin: { kind: 'emnist', url: server.url('/gzip.zip') },
      trainCount: 24,
      testCount: 8,
    })
    expect(notes).toEqual([])
    // One to ask, one for the directory at the end; then a header and a file each.
    expect(server.requests).toHaveLength(2 + 4 * 2)
    expectRising(progress)
  })

  test('single files out of a folder', async () => {
    await using server = await startFaultyServer(folderOf(made, '/emnist/'))
    const { progress } = await get([`${server.url('/emnist/')}?token=secret`])
    await expectWhole()
    expect(server.requests.at(-1)?.url).toContain('.gz?token=secret')
    expect(JSON.stringify(progress)).not.toContain('secret')
    expect(await readFile(join(dataset(), 'dataset.json'), 'utf8')).not.toContain('secret')
    expectRising(progress)
  })

  test('the whole archive where the server has no ranges, and says so', async () => {
    const file = { bytes: made.archive, always: { ignoreRanges: true } }
    await using server = await startFaultyServer({ '/gzip.zip': file })
    const { notes } = await get([server.url('/gzip.zip')])
    await expectWhole()
    expect(notes).toEqual([
      `${server.url('/gzip.zip')} gives no single files: fetching the whole archive (623.0 kB)`,
    ])
    expect(server.requests).toHaveLength(2)
  })

  test('only what was not fetched before, and what lies there damaged', async () => {
    const folder = join(home, 'downloads', 'emnist-made')
    await mkdir(folder, { recursive: true })
    const [kept = '', damaged = ''] = Object.keys(made.files)
    await writeFile(join(folder, kept), made.files[kept] ?? '')
    await writeFile(join(folder, damaged), made.files[damaged]?.subarray(1) ?? '')
    await writeFile(join(folder, 'left.over'), '')
    await using server = await startFaultyServer(folderOf(made, '/'))
    await get([server.url('/')])
    await expectWhole()
    const asked = new Set(server.requests.map(({ path }) => path.slice(1)))
    expect([...asked]).toEqual(Object.keys(made.files).slice(1))
  })

  test('no whole archive twice', async () => {
    const folder = join(home, 'downloads', 'emnist-made')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'whole.zip'), made.archive)
    const file = { bytes: made.archive, always: { ignoreRanges: true } }
    await using server = await startFaultyServer({ '/gzip.zip': file })
    await get([server.url('/gzip.zip')])
    await expectWhole()
    expect(server.requests).toHaveLength(1)
  })

  test('without asking anybody where all was fetched before', async () => {
    const folder = join(home, 'downloads', 'emnist-made')
    await mkdir(folder, { recursive: true })
    for (const [name, content] of Object.entries(made.files))
      await writeFile(join(folder, name), content)
    await get(['http://127.0.0.1:9/gzip.zip'])
    await expectWhole()
  })

  test('on, where the connection is cut', async () => {
    const cut = { bytes: made.archive, faults: [{}, {}, {}, { cutAfter: 700 }, { cutAfter: 10 }] }
    await using server = await startFaultyServer({ '/gzip.zip': cut })
    await get([server.url('/gzip.zip')])
    await expectWhole()
  })
})

describe('finds another way', () => {
  const wrong: Behaviour = { wrongBytes: true }
  const first = () => Object.keys(made.files)[0] ?? ''

  test('where bytes come wrong once', async () => {
    const files = folderOf(made, '/')
    const [path = ''] = Object.keys(files)
    const faulty = { bytes: files[path] ?? Buffer.alloc(0), faults: [{}, wrong] }
    await using server = await startFaultyServer({ ...files, [path]: faulty })
    const { notes } = await get([server.url('/')])
    await expectWhole()
    expect(notes).toEqual([
      expect.stringMatching(/has \d+ bytes and SHA-256 .*; fetching it again$/),
    ])
  })

  test('where they always do, by the next mirror', async () => {
    const broken = folderOf(made, '/broken/')
    const [path = ''] = Object.keys(broken)
    const faulty = { bytes: broken[path] ?? Buffer.alloc(0), always: wrong }
    await using server = await startFaultyServer({
      ...broken,
      [path]: faulty,
      '/gzip.zip': made.archive,
    })
    const { notes, got } = await get([server.url('/broken/'), server.url('/gzip.zip')])
    await expectWhole()
    expect(notes.at(-1)).toMatch(/; trying the next mirror$/)
    expect(got.about.origin).toEqual({ kind: 'emnist', url: server.url('/gzip.zip') })
  })

  test.each<[string, (archive: Buffer) => { bytes?: Buffer; always?: Behaviour }, RegExp]>([
    ['that is down', () => ({ always: { status: 503 } }), /503 Service Unavailable/],
    ['that refuses', () => ({ always: { status: 403 } }), /403 Forbidden/],
    ['that cuts every connection', () => ({ always: { cutAfter: -1 } }), /the connection was cut/],
    ['that stalls', (bytes) => ({ bytes, always: { silent: true } }), /no answer|does not answer/],
    ['that redirects for ever', () => ({ always: { redirectTo: '/bad.zip' } }), /redirects more/],
    [
      'with a page in place of the archive',
      () => ({ bytes: Buffer.from('<html>Sorry') }),
      /it is an HTML page/,
    ],
    [
      'with a truncated archive',
      (bytes) => ({ bytes: bytes.subarray(0, -50) }),
      /beginning of a zip whose end is missing/,
    ],
    [
      'with an archive of something else',
      (bytes) => ({
        bytes: Buffer.from(bytes.toString('latin1').replaceAll('-made-', '-none-'), 'latin1'),
      }),
      /it holds no emnist-made-test-images/,
    ],
    [
      'with a bomb',
      (bytes) => ({ bytes: withField(bytes, 2, 'bytes', 4e9) }),
      /it names 4000000000 bytes, expected/,
    ],
    [
      'with a wrong checksum in the archive',
      (bytes) => ({ bytes: withField(bytes, 2, 'crc32', 7) }),
      /its checksum does not match/,
    ],
  ])('past a mirror %s', async (_, behave, cause) => {
    await using server = await startFaultyServer({
      ...folderOf(made, '/good/'),
      '/bad.zip': behave(made.archive),
    })
    const { notes } = await get([server.url('/bad.zip'), server.url('/good/')])
    await expectWhole()
    expect(notes.at(-1)).toMatch(cause)
    expect(notes.at(-1)).toMatch(/; trying the next mirror$/)
  })

  test('past a server without ranges whose archive is truncated', async () => {
    const truncated = { bytes: made.archive.subarray(0, -50), always: { ignoreRanges: true } }
    await using server = await startFaultyServer({
      ...folderOf(made, '/good/'),
      '/bad.zip': truncated,
    })
    await get([server.url('/bad.zip'), server.url('/good/')])
    await expectWhole()
  })

  test('past a server without ranges whose archive is another one, fetched once', async () => {
    const other = Buffer.from(
      made.archive.toString('latin1').replaceAll('-made-', '-none-'),
      'latin1',
    )
    await using server = await startFaultyServer({
      ...folderOf(made, '/good/'),
      '/other.zip': { bytes: other, always: { ignoreRanges: true } },
    })
    await get([server.url('/other.zip'), server.url('/good/')])
    await expectWhole()
    // One to ask, one for all of it.
    expect(server.requests.filter(({ path }) => path === '/other.zip')).toHaveLength(2)
  })

  test('and where all mirrors have the same fault, says what helps against that', async () => {
    const refused = { always: { status: 407 } }
    await using server = await startFaultyServer({ '/a.zip': refused, '/b.zip': refused })
    await expect(get([server.url('/a.zip'), server.url('/b.zip')])).rejects.toMatchObject({
      message: expect.stringMatching(/^none of 2 mirrors has it: .*407/),
      hint: expect.stringMatching(/^Check HTTP_PROXY and HTTPS_PROXY/),
    })
  })

  test('and where there is none left, says what each mirror did', async () => {
    const files = folderOf(made, '/wrong/')
    const faulty = { bytes: made.files[first()] ?? Buffer.alloc(0), always: wrong }
    await using server = await startFaultyServer({ ...files, [`/wrong/${first()}`]: faulty })
    const [file] = made.published.files
    await expect(get([server.url('/none.zip'), server.url('/wrong/')])).rejects.toMatchObject({
      code: 'checksum-differs',
      message: expect.stringMatching(
        new RegExp(
          `^none of 2 mirrors has it: 127\\.0\\.0\\.1:\\d+ answers 404 Not Found; ` +
            `.*/wrong/: ${first()} has ${file?.bytes} bytes and SHA-256 [0-9a-f]{64}, expected ${file?.bytes} and ${file?.sha256}$`,
        ),
      ),
    })
    await expectNothing()
    expect(await readdir(join(home, 'downloads'))).toEqual([])
  })
})

describe('a data set that is there', () => {
  test('is kept, and fetched anew only when told to', async () => {
    await using server = await startFaultyServer({ '/gzip.zip': made.archive })
    const mirrors = [server.url('/gzip.zip')]
    const { got } = await get(mirrors)
    const asked = server.requests.length
    expect((await get(mirrors)).got).toEqual({ ...got, wasThere: true })
    expect(server.requests).toHaveLength(asked)
    const again = await get(mirrors, { replace: true })
    expect(again.got.wasThere).toBe(false)
    expect(server.requests).toHaveLength(2 * asked)
    await expectWhole()
  })

  test('under its name, but another one, stays', async () => {
    await mkdir(dataset(), { recursive: true })
    await writeFile(join(dataset(), 'mine.txt'), 'mine')
    await expect(get(['http://127.0.0.1:9/'], { replace: true })).rejects.toMatchObject({
      code: 'dataset-exists',
    })
    expect(await readdir(dataset())).toEqual(['mine.txt'])
  })

  test('is fetched once where two ask for it at once', async () => {
    await using server = await startFaultyServer({ '/gzip.zip': made.archive })
    const both = await Promise.all([1, 2].map(() => get([server.url('/gzip.zip')])))
    await expectWhole()
    expect(both.map(({ got }) => got.wasThere).sort()).toEqual([false, true])
    expect(server.requests).toHaveLength(2 + 4 * 2)
    const waited = both.find(({ got }) => got.wasThere)
    expect(waited?.progress).toContainEqual(
      expect.objectContaining({
        phase: 'waiting',
        reason: expect.stringContaining('fetches the same'),
      }),
    )
  })
})

test('an abort in the midst of a file leaves what has come, for the next call', async () => {
  const abort = new AbortController()
  const slow = { bytes: made.archive, always: { trickle: { bytes: 900, pauseMs: 1 } } }
  await using server = await startFaultyServer({ '/gzip.zip': slow })
  const aborted = get([server.url('/gzip.zip')], {
    signal: abort.signal,
    onProgress: ({ phase }) => {
      if (phase === 'downloading') abort.abort()
    },
  })
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  await expectNothing()
  await get([server.url('/gzip.zip')])
  await expectWhole()
})

test.each([
  ['ftp://example.org/gzip.zip', 'the mirror ftp://example.org/gzip.zip is no web address'],
  ['example.org/', 'the mirror example.org/ is no address'],
  [
    'https://u:p@example.org/emnist?k=v',
    'the mirror https://example.org/emnist is neither an archive nor a folder',
  ],
])('the mirror %s is wrong usage', async (mirror, message) => {
  await expect(get([mirror])).rejects.toMatchObject({ code: 'usage', message })
})

function expectRising(progress: readonly GetProgress[]): void {
  const downloading = progress.filter((report) => report.phase === 'downloading')
  const done = downloading.map(({ bytesDone }) => bytesDone)
  expect(done).toEqual([...done].sort((a, b) => a - b))
  const total = made.published.files.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(new Set(downloading.map(({ bytesTotal }) => bytesTotal))).toEqual(new Set([total]))
  expect(done.at(-1)).toBe(total)
  expect(progress.at(-1)).toEqual({ phase: 'storing' })
}
