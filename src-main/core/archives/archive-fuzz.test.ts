import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFaultyServer, type FaultyServer } from '../download/faulty-server.test-helper'
import { openRemoteFile } from '../download/remote-file'
import { GlyphlabError } from '../errors'
import { openArchive } from './archive'
import { madeArchive } from './made-archive.test-helper'
import { openRemoteArchive } from './remote-archive'

const LIMIT_BYTES = 100_000

let folder = ''
let server: FaultyServer
let archives: readonly Buffer[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-fuzz-'))
  server = await startFaultyServer({})
  const files = {
    'a/one.txt': 'first '.repeat(200),
    'two.txt': { content: 'two', compress: false },
  }
  archives = [
    await madeArchive(files),
    await madeArchive(files, { zip64: true }),
    await madeArchive({ ü: 'x', 'b/': '', c: Buffer.alloc(LIMIT_BYTES) }, { comment: 'comment' }),
  ]
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Reads all there is; answers what was wrong, or null. */
async function readLocally(bytes: Uint8Array): Promise<unknown> {
  const path = join(folder, 'fuzzed.zip')
  await writeFile(path, bytes)
  try {
    await using archive = await openArchive(path)
    for (const entry of archive.entries) {
      let bytesRead = 0
      for await (const piece of await entry.open(LIMIT_BYTES)) bytesRead += (piece as Buffer).length
      expect(bytesRead).toBe(entry.bytes)
    }
    return null
  } catch (error) {
    return error
  }
}

async function readRemotely(bytes: Uint8Array): Promise<unknown> {
  server.serve('/fuzzed.zip', bytes)
  try {
    const file = await openRemoteFile(server.url('/fuzzed.zip'))
    if (!file.hasRanges) return null
    const { entries } = await openRemoteArchive(file)
    for (const entry of entries)
      if (entry.bytes <= LIMIT_BYTES) await entry.download(join(folder, 'entry'))
    return null
  } catch (error) {
    return error
  }
}

/** A real archive of which some bytes are others, some are gone, and some are there twice. */
const mutated = fc
  .record({
    which: fc.nat({ max: 2 }),
    bytes: fc.array(
      fc.record({
        // Most of what decides is at the end.
        fromEnd: fc.oneof(fc.nat({ max: 160 }), fc.nat({ max: 2000 })),
        value: fc.oneof(fc.constantFrom(0, 1, 0xff, 0x50), fc.nat({ max: 255 })),
      }),
      { maxLength: 6 },
    ),
    removed: fc.option(fc.record({ at: fc.nat({ max: 600 }), length: fc.nat({ max: 60 }) })),
    repeated: fc.option(fc.record({ at: fc.nat({ max: 600 }), length: fc.nat({ max: 60 }) })),
  })
  .map(({ which, bytes, removed, repeated }) => {
    let archive = Buffer.from(archives[which] ?? Buffer.alloc(0))
    for (const { fromEnd, value } of bytes)
      if (fromEnd < archive.length) archive[archive.length - 1 - fromEnd] = value
    if (removed)
      archive = Buffer.concat([
        archive.subarray(0, removed.at),
        archive.subarray(removed.at + removed.length),
      ])
    if (repeated)
      archive = Buffer.concat([
        archive.subarray(0, repeated.at + repeated.length),
        archive.subarray(repeated.at),
      ])
    return archive
  })

/** What ends as it begins, so that the reader goes on: an end of a directory with any fields. */
const madeEnds = fc
  .record({
    before: fc.uint8Array({ maxLength: 200 }),
    entries: fc.nat({ max: 0xffff }),
    directoryBytes: fc.nat(),
    directoryStart: fc.oneof(fc.nat({ max: 200 }), fc.nat()),
    zip64: fc.option(
      fc.tuple(
        fc.uint8Array({ minLength: 56, maxLength: 56 }),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ),
    ),
  })
  .map(({ before, entries, directoryBytes, directoryStart, zip64 }) => {
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 'latin1')
    end.writeUInt16LE(entries, 8)
    end.writeUInt16LE(entries, 10)
    end.writeUInt32LE(directoryBytes, 12)
    end.writeUInt32LE(directoryStart, 16)
    if (zip64 === null) return Buffer.concat([before, end])
    const [record, recordStart] = zip64
    const locator = Buffer.alloc(20)
    locator.write('PK\x06\x07', 'latin1')
    locator.writeBigUInt64LE(recordStart % 2n === 0n ? BigInt(before.length) : recordStart, 8)
    const signed = Buffer.concat([Buffer.from('PK\x06\x06', 'latin1'), record.subarray(4)])
    return Buffer.concat([before, signed, locator, end])
  })

const anything = fc.oneof(fc.uint8Array({ maxLength: 300 }), madeEnds, mutated)

describe.each([
  ['on the disk', readLocally, 400],
  ['on a server', readRemotely, 150],
])('an archive %s', (_, read, numRuns) => {
  test('of any bytes is read or refused, in one line', async () => {
    const before = process.memoryUsage().arrayBuffers
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const error = await read(bytes)
        if (error === null) return
        expect(error).toBeInstanceOf(GlyphlabError)
        expect(error).toMatchObject({
          code: 'archive-invalid',
          message: expect.stringMatching(/^.+$/),
        })
      }),
      { numRuns },
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200e6)
  })
})
