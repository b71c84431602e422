import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFaultyServer, type ServedFile } from '../download/faulty-server.test-helper'
import { openRemoteFile } from '../download/remote-file'
import { madeArchive, withField, type MadeEntry } from './made-archive.test-helper'
import { openRemoteArchive } from './remote-archive'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-remote-'))
})
afterEach(() => rm(folder, { recursive: true }))

const PATIENCE = { backOffMs: 1, backOffLimitMs: 2, triesWithoutProgress: 2 }

async function serve(file: Uint8Array | ServedFile) {
  const server = await startFaultyServer({ '/made.zip': file })
  const open = async () =>
    openRemoteArchive(await openRemoteFile(server.url('/made.zip'), { patience: PATIENCE }))
  return { server, open, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const FILES: Record<string, MadeEntry | string> = {
  'a/one.txt': 'first '.repeat(50_000),
  'two.bin': { content: Buffer.alloc(200_000, 'second'), compress: false },
  empty: { content: '', compress: false },
}

test.each([
  ['deflated', 'a/one.txt', 'first '.repeat(50_000)],
  ['stored', 'two.bin', Buffer.alloc(200_000, 'second').toString()],
  ['empty', 'empty', ''],
])('a %s entry is fetched alone and unpacked', async (_, name, content) => {
  await using served = await serve(await madeArchive(FILES, { zip64: true }))
  const { entries } = await served.open()
  const path = join(folder, 'out')
  await entries.find((entry) => entry.name === name)?.download(path)
  expect(await readFile(path, 'utf8')).toBe(content)
  expect(await readdir(folder)).toEqual(['out'])
})

test('a small directory comes by one request', async () => {
  await using served = await serve(await madeArchive(FILES))
  expect((await served.open()).entries.map(({ name }) => name)).toEqual(Object.keys(FILES))
  expect(served.server.requests).toHaveLength(2)
})

test('a large one by one more', async () => {
  const files = Array.from({ length: 1000 }, (_, n) => [`${n}/`.padStart(200, 'n'), ''] as const)
  await using served = await serve(await madeArchive(Object.fromEntries(files)))
  expect((await served.open()).entries).toEqual([])
  expect(served.server.requests).toHaveLength(3)
})

test('what was fetched and not unpacked is not fetched again', async () => {
  const archive = await madeArchive(FILES)
  await using served = await serve(archive)
  const [entry] = (await served.open()).entries
  const path = join(folder, 'out')
  const start = archive.indexOf('a/one.txt') + 'a/one.txt'.length
  const extraBytes = archive.readUInt16LE(28)
  const packed = archive.subarray(
    start + extraBytes,
    start + extraBytes + (entry?.compressedBytes ?? 0),
  )
  await writeFile(`${path}.packed`, packed)
  const asked = served.server.requests.length
  await entry?.download(path)
  expect(await readFile(path, 'utf8')).toBe(FILES['a/one.txt'])
  expect(served.server.requests).toHaveLength(asked)
})

test('what turns out to be damaged is removed, and fetched anew by the next call', async () => {
  const bytes = await madeArchive(FILES)
  // After the question and the directory: the header of the entry, then its content.
  await using served = await serve({ bytes, faults: [{}, {}, {}, { wrongBytes: true }] })
  const entry = (await served.open()).entries.find(({ name }) => name === 'two.bin')
  const path = join(folder, 'out')
  await expect(entry?.download(path)).rejects.toMatchObject({
    code: 'archive-invalid',
    message: `${served.server.url('/made.zip')}, entry "two.bin": its checksum does not match: it is damaged`,
  })
  expect(await readdir(folder)).toEqual([])
  await entry?.download(path)
  expect(await readdir(folder)).toEqual(['out'])
})

test('an entry that unfolds to more than it names leaves nothing', async () => {
  await using served = await serve(withField(await madeArchive(FILES), 0, 'bytes', 100))
  const [entry] = (await served.open()).entries
  await expect(entry?.download(join(folder, 'out'))).rejects.toMatchObject({
    message: expect.stringContaining('it holds more than the 100 bytes it names'),
  })
  expect(await readdir(folder)).toEqual([])
})

test('a directory that changes while it is read is refused', async () => {
  const bytes = await madeArchive(FILES)
  await using served = await serve({
    bytes,
    always: ({ count }) => (count === 1 ? { etag: '"another"', ignoreIfRange: true } : {}),
  })
  await expect(served.open()).rejects.toMatchObject({ code: 'download-failed' })
})
