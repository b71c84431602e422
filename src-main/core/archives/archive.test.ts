import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArchive } from './archive'
import { madeArchive, withField, withText } from './made-archive.test-helper'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-archive-'))
  path = join(folder, 'made.zip')
})
afterEach(() => rm(folder, { recursive: true }))

async function contentsOf(archive: Uint8Array): Promise<Record<string, string>> {
  await writeFile(path, archive)
  await using opened = await openArchive(path)
  const contents: Record<string, string> = {}
  for (const entry of opened.entries)
    contents[entry.name] = (await buffer(await entry.open())).toString()
  return contents
}

const FILES = {
  'a/one.txt': 'first '.repeat(1000),
  'two.txt': { content: 'second', compress: false },
}

describe('reads', () => {
  const expected = { 'a/one.txt': 'first '.repeat(1000), 'two.txt': 'second' }

  test.each([
    ['deflated and stored files', {}],
    ['zip64', { zip64: true }],
    ['one with a comment', { comment: 'a comment' }],
  ])('%s', async (_, options) => {
    expect(await contentsOf(await madeArchive(FILES, options))).toEqual(expected)
  })

  test('no folders, and empty files', async () => {
    const made = await madeArchive({ 'a/': '', 'a/b/': '', 'a/empty': '', 'ü/名.txt': 'x' })
    expect(await contentsOf(made)).toEqual({ 'a/empty': '', 'ü/名.txt': 'x' })
  })

  test('an archive without any entry', async () => {
    expect(await contentsOf(await madeArchive({}))).toEqual({})
  })

  test('a directory larger than what is read ahead', async () => {
    const names = Array.from({ length: 9000 }, (_, n) => `${n}/`.padStart(100, 'n') + 'x')
    const files = names.map((name) => [name, { content: '', compress: false }] as const)
    const made = await madeArchive(Object.fromEntries(files))
    await writeFile(path, made)
    await using opened = await openArchive(path)
    expect(opened.entries).toHaveLength(9000)
    expect(opened.entries.at(-1)?.name).toBe(names.at(-1))
  })

  test('as much as is asked for, and leaves in order', async () => {
    await writeFile(path, await madeArchive({ zeros: Buffer.alloc(50e6) }))
    await using opened = await openArchive(path)
    const content = await opened.entries[0]?.open()
    for await (const piece of content ?? []) {
      expect((piece as Buffer).length).toBeLessThanOrEqual(64 * 1024)
      break
    }
    expect(content?.destroyed).toBe(true)
  })
})

describe('refuses', () => {
  const named = async (name: string) =>
    withText(
      await madeArchive({ first: 'x', [`p${'n'.repeat(name.length - 1)}`]: 'y' }),
      `p${'n'.repeat(name.length - 1)}`,
      name,
    )

  test.each([
    ['../outside', 'its name leads out of the archive'],
    ['a/../../b', 'its name leads out of the archive'],
    ['/etc/passwd', 'its name is absolute'],
    ['C:/windows', 'its name begins with a drive'],
    ['a\\b\\c', 'its name holds a backslash'],
    ['a//b', 'its name has an empty step'],
    ['./aa', 'its name has an empty step'],
    ['a\u0000b', 'its name holds control characters'],
  ])('an entry named %j', async (name, problem) => {
    await expect(contentsOf(await named(name))).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${path}, entry ${JSON.stringify(name)}: ${problem}`,
    })
  })

  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    [
      'a symbolic link',
      () => madeArchive({ link: { content: '/etc/passwd', mode: 0o120777 } }),
      ', entry "link": it is a symbolic link',
    ],
    [
      'a device',
      () => madeArchive({ null: { content: '', mode: 0o020666 } }),
      ', entry "null": it is no regular file',
    ],
    [
      'an encrypted entry',
      async () => withField(await madeArchive(FILES), 1, 'flags', 0x801),
      ', entry "two.txt": it is encrypted',
    ],
    [
      'an unknown method',
      async () => withField(await madeArchive(FILES), 0, 'method', 14),
      ', entry "a/one.txt": it is compressed by method 14',
    ],
    [
      'two entries of one name',
      async () => withText(await madeArchive({ one: '1', two: '2' }), 'two', 'one'),
      ', entry "one": it is there twice',
    ],
    [
      'entries that share bytes',
      async () => withField(await madeArchive(FILES), 1, 'headerStart', 0),
      ', entry "a/one.txt": it shares bytes with what follows it',
    ],
    [
      'an entry that reaches into the directory',
      async () => withField(await madeArchive(FILES), 0, 'compressedBytes', 9999),
      ', entry "a/one.txt": it shares bytes with what follows it',
    ],
    [
      'an entry beyond the end',
      async () => withField(await madeArchive({ a: 'a' }), 0, 'headerStart', 9999),
      ', entry "a": it shares bytes with what follows it',
    ],
    [
      'a wrong checksum',
      async () => withField(await madeArchive(FILES), 0, 'crc32', 1),
      ', entry "a/one.txt": its checksum does not match: it is damaged',
    ],
    [
      'more content than is named',
      async () => withField(await madeArchive(FILES), 0, 'bytes', 5999),
      ', entry "a/one.txt": it holds more than the 5999 bytes it names',
    ],
    [
      'less content than is named',
      async () => withField(await madeArchive(FILES), 0, 'bytes', 6001),
      ', entry "a/one.txt": it ends after 6000 of the 6001 bytes it names',
    ],
    [
      'other packed bytes',
      async () => withField(await madeArchive(FILES), 0, 'compressedBytes', 9),
      ', entry "a/one.txt": it is truncated or damaged: unexpected end of file',
    ],
    [
      'a header of another entry',
      async () =>
        withField(
          await madeArchive({ one: '1', two: { content: '2', compress: false } }),
          0,
          'method',
          0,
        ),
      ', entry "one": what precedes its data is not what the directory says',
    ],
    [
      'an HTML page',
      () => Buffer.from('<!DOCTYPE html><html><body>Moved'),
      ': is no whole zip archive; it is an HTML page (32 bytes)',
    ],
    ['gzip', () => gzipSync('x'), ': is no whole zip archive; it is gzip (21 bytes)'],
    [
      'text',
      () => Buffer.from('404: not found'),
      ': is no whole zip archive; it is text (14 bytes)',
    ],
    ['an empty file', () => Buffer.alloc(0), ': is empty'],
  ])('%s', async (_, make, problem) => {
    await expect(contentsOf(await make())).rejects.toMatchObject({
      code: 'archive-invalid',
      message: expect.stringContaining(problem),
    })
  })

  test('a truncated one, wherever it ends', async () => {
    const made = await madeArchive(FILES)
    for (const share of [0.1, 0.5, 0.9]) {
      const short = made.subarray(0, Math.floor(made.length * share))
      await expect(contentsOf(short)).rejects.toMatchObject({
        code: 'archive-invalid',
        message: `${path}: is no whole zip archive; it is the beginning of a zip whose end is missing (${short.length} bytes)`,
      })
    }
  })

  test('more than the caller takes, before anything is unpacked', async () => {
    await writeFile(path, await madeArchive({ zeros: Buffer.alloc(1e6) }))
    await using opened = await openArchive(path)
    await expect(opened.entries[0]?.open(1000)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${path}, entry "zeros": 1000000 bytes, at most 1000 expected`,
    })
  })

  test('ten gigabytes of zeros that call themselves a kilobyte, after that kilobyte', async () => {
    const bomb = withField(await madeArchive({ zeros: Buffer.alloc(20e6) }), 0, 'bytes', 1000)
    await writeFile(path, bomb)
    await using opened = await openArchive(path)
    const content = await opened.entries[0]?.open()
    let bytes = 0
    content?.on('data', (piece: Buffer) => (bytes += piece.length))
    await expect(new Promise((_, reject) => content?.once('error', reject))).rejects.toMatchObject({
      message: `${path}, entry "zeros": it holds more than the 1000 bytes it names`,
    })
    expect(bytes).toBe(0)
  })

  test('more entries than anybody has pictures', async () => {
    const made = await madeArchive(FILES, { zip64: true })
    made.writeBigUInt64LE(300_000n, made.indexOf('PK\x06\x06', 0, 'latin1') + 32)
    await expect(contentsOf(made)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${path}: 300000 entries; at most 200000 are read`,
    })
  })

  test('what is not there', async () => {
    await expect(openArchive(path)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${path}: it cannot be read (ENOENT)`,
    })
  })

  test('one that shrinks while it is read', async () => {
    await writeFile(path, await madeArchive(FILES))
    await using opened = await openArchive(path)
    await truncate(path, 20)
    await expect(opened.entries[0]?.open()).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${path}: ends after 20 bytes`,
    })
  })
})
