import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeArchive } from '../archives/made-archive.test-helper'
import { readIdx, type IdxKind, type IdxTarget } from './idx'
import { idxBytes } from './idx-bytes'
import { openSource } from './import/file-source'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-idx-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Place {
  readonly name: string
  /** How many times as many tries a property is given. */
  readonly tries: number
  readonly fileOf: (bytes: Uint8Array, gzip?: boolean) => Promise<string>
}

const PLACES: readonly Place[] = [
  {
    name: 'on a disk',
    tries: 1,
    fileOf: async (bytes, gzip = false) => {
      const path = join(folder, gzip ? 'idx.gz' : 'idx')
      await writeFile(path, bytes)
      return path
    },
  },
  {
    name: 'in a zip archive',
    tries: 0.2,
    fileOf: async (bytes, gzip = false) => {
      const path = join(folder, 'idx.zip')
      await writeFile(path, await madeArchive({ [gzip ? 'idx.gz' : 'idx']: bytes }))
      return path
    },
  },
]

async function readFrom(
  path: string,
  kind: IdxKind,
  accept: (dimensions: readonly number[]) => IdxTarget,
): Promise<void> {
  if (!path.endsWith('.zip')) return readIdx(path, kind, accept)
  await using source = await openSource(path)
  await readIdx(source.files[0] ?? '', kind, accept)
}

async function read(
  path: string,
  kind: IdxKind,
): Promise<{ dimensions: number[]; data: number[] }> {
  let result: { dimensions: readonly number[]; data: Uint8Array } | undefined
  await readFrom(path, kind, (dimensions) => {
    const data = new Uint8Array(dimensions.reduce((product, size) => product * size, 1))
    result = { dimensions, data }
    return { data }
  })
  return { dimensions: [...(result?.dimensions ?? [])], data: [...(result?.data ?? [])] }
}

const refused = (problem: RegExp): object =>
  expect.objectContaining({ code: 'dataset-invalid', message: expect.stringMatching(problem) })

/** Made files of both kinds, small enough to try every corruption. */
const madeFile = fc
  .record({
    kind: fc.constantFrom<IdxKind>('labels', 'images'),
    count: fc.nat({ max: 5 }),
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    fill: fc.infiniteStream(fc.nat({ max: 255 })),
  })
  .map(({ kind, count, height, width, fill }) => {
    const dimensions = kind === 'labels' ? [count] : [count, height, width]
    const size = dimensions.reduce((product, dimension) => product * dimension, 1)
    const data = Uint8Array.from(fill.take(size))
    return { kind, dimensions, data, bytes: idxBytes(kind, dimensions, data) }
  })

describe.each(PLACES)('round trip of a file $name', ({ tries, fileOf }) => {
  test('a made file reads as what was written, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(madeFile, fc.boolean(), async ({ kind, dimensions, data, bytes }, gzip) => {
        const path = await fileOf(gzip ? gzipSync(bytes) : bytes, gzip)
        expect(await read(path, kind)).toEqual({ dimensions, data: [...data] })
      }),
      { numRuns: 100 * tries },
    )
  })

  test('a file of several chunks arrives whole, and progress rises to its end', async () => {
    const data = Uint8Array.from({ length: 900_000 }, (_, index) => (index * 7919) >>> 3)
    for (const gzip of [false, true]) {
      const bytes = idxBytes('images', [900, 20, 50], data)
      const path = await fileOf(gzip ? gzipSync(bytes) : bytes, gzip)
      const target = new Uint8Array(data.length)
      const filled: number[] = []
      await readFrom(path, 'images', () => ({ data: target, onFilled: (n) => filled.push(n) }))
      expect(Buffer.compare(target, data)).toBe(0)
      expect(filled.length).toBeGreaterThan(3)
      expect(filled).toEqual([...filled].sort((a, b) => a - b))
      expect(filled.at(-1)).toBe(data.length)
    }
  })

  test('gzip data of several members reads as one file', async () => {
    const bytes = idxBytes('labels', [6], Uint8Array.of(1, 2, 3, 4, 5, 6))
    const members = [bytes.subarray(0, 5), bytes.subarray(5)].map((part) => gzipSync(part))
    const path = await fileOf(Buffer.concat(members), true)
    expect((await read(path, 'labels')).data).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe.each(PLACES)('refusals of a file $name', ({ tries, fileOf }) => {
  test('every truncation is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeFile,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async ({ kind, bytes }, gzip, share) => {
          const whole = gzip ? gzipSync(bytes) : bytes
          const kept = Math.min(Math.floor(share * whole.length), whole.length - 1)
          const path = await fileOf(whole.subarray(0, kept), gzip)
          await expect(read(path, kind)).rejects.toEqual(refused(/truncated/))
        },
      ),
      { numRuns: 100 * tries },
    )
  })

  test('trailing bytes are refused', async () => {
    const tail = fc.uint8Array({ minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(madeFile, tail, async ({ kind, bytes }, extra) => {
        const longer = Buffer.concat([bytes, extra])
        await expect(read(await fileOf(longer), kind)).rejects.toEqual(refused(/trailing bytes/))
        await expect(read(await fileOf(gzipSync(longer), true), kind)).rejects.toEqual(
          refused(/trailing bytes/),
        )
        const behindGzip = await fileOf(Buffer.concat([gzipSync(bytes), extra]), true)
        await expect(read(behindGzip, kind)).rejects.toEqual(
          refused(/trailing bytes|damaged gzip|truncated/),
        )
      }),
      { numRuns: 100 * tries },
    )
  })

  test('every change of one header byte is refused', async () => {
    const change = fc.integer({ min: 1, max: 255 })
    await fc.assert(
      fc.asyncProperty(
        madeFile.filter(({ data }) => data.length > 0),
        fc.nat(),
        change,
        fc.boolean(),
        async ({ kind, bytes }, at, difference, gzip) => {
          const headerBytes = kind === 'labels' ? 8 : 16
          const changed = Buffer.from(bytes)
          changed[at % headerBytes] = (changed[at % headerBytes] ?? 0) ^ difference
          const path = await fileOf(gzip ? gzipSync(changed) : changed, gzip)
          await expect(read(path, kind)).rejects.toEqual(
            refused(/wrong magic number|truncated|trailing bytes/),
          )
        },
      ),
      { numRuns: 300 * tries },
    )
  })

  test('one changed byte of a compressed file never changes what is read', async () => {
    // A few bits of gzip mean nothing (time stamp, padding); a change of any other is refused.
    await fc.assert(
      fc.asyncProperty(
        madeFile,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ kind, dimensions, data, bytes }, at, difference) => {
          const changed = gzipSync(bytes)
          const position = at % changed.length
          changed[position] = (changed[position] ?? 0) ^ difference
          const outcome = await read(await fileOf(changed, true), kind).catch(
            (error: unknown) => error,
          )
          expect([{ dimensions, data: [...data] }, refused(/idx\.gz: /)]).toContainEqual(outcome)
        },
      ),
      { numRuns: 400 * tries },
    )
  })

  test('whatever the bytes are, no more room is asked for than they can fill', async () => {
    const beginning = fc.constantFrom('', '00000801', '00000803', '0000080300000fff')
    await fc.assert(
      fc.asyncProperty(
        beginning,
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom<IdxKind>('labels', 'images'),
        fc.boolean(),
        async (hexadecimal, rest, kind, gzip) => {
          const bytes = Buffer.concat([Buffer.from(hexadecimal, 'hex'), rest])
          const content = gzip ? gzipSync(bytes) : bytes
          const path = await fileOf(content, gzip)
          const limit = gzip ? 1032 * content.length : content.length
          const outcome = readFrom(path, kind, (dimensions) => {
            const room = dimensions.reduce((product, size) => product * size, 1)
            expect(room).toBeLessThanOrEqual(limit)
            return { data: new Uint8Array(room) }
          })
          const error: unknown = await outcome.catch((thrown: unknown) => thrown)
          expect([undefined, refused(/idx(\.gz)?: /)]).toContainEqual(error)
        },
      ),
      { numRuns: 300 * tries },
    )
  })

  test('zeros behind the gzip data are refused', async () => {
    const padded = Buffer.concat([
      gzipSync(idxBytes('labels', [1], Uint8Array.of(1))),
      Buffer.alloc(5),
    ])
    await expect(read(await fileOf(padded, true), 'labels')).rejects.toEqual(
      refused(/idx\.gz: 5 trailing bytes after the gzip data$/),
    )
  })

  test('a wrong checksum is refused', async () => {
    const changed = gzipSync(idxBytes('labels', [3], Uint8Array.of(1, 2, 3)))
    const checksumAt = changed.length - 8
    changed[checksumAt] = (changed[checksumAt] ?? 0) ^ 1
    await expect(read(await fileOf(changed, true), 'labels')).rejects.toEqual(
      refused(/idx\.gz: damaged gzip data \(incorrect data check\)$/),
    )
  })

  test.each([
    [
      'labels read as images',
      'images',
      idxBytes('labels', [2], new Uint8Array(2)),
      /idx: wrong magic number 0x00000801, expected 0x00000803 \(idx images\)$/,
    ],
    [
      'gzip data without .gz',
      'labels',
      gzipSync(Buffer.alloc(99)),
      /this is gzip data, whose name must end in \.gz$/,
    ],
    ['an empty file', 'labels', Buffer.alloc(0), /truncated: 0 bytes, expected a header of 8$/],
    [
      'a short file of images',
      'images',
      idxBytes('images', [2, 2, 2], new Uint8Array(7)),
      /truncated: its header says 2 x 2 x 2, more than the file can hold$/,
    ],
    [
      'a long file of labels',
      'labels',
      idxBytes('labels', [2], new Uint8Array(3)),
      /trailing bytes: more than the 2 bytes of labels its header says$/,
    ],
  ] as const)('%s', async (_, kind, bytes, message) => {
    await expect(read(await fileOf(bytes), kind)).rejects.toEqual(refused(message))
  })

  test('a few compressed bytes that claim to be gigabytes allocate nothing', async () => {
    const header = idxBytes('images', [4e9, 28, 28], new Uint8Array(0))
    const path = await fileOf(gzipSync(header), true)
    const accept = (): never => expect.fail('room was asked for')
    await expect(readFrom(path, 'images', accept)).rejects.toEqual(
      refused(/header says 4000000000 x 28 x 28, more than the file can hold$/),
    )
  })

  test('what the caller throws arrives as it is', async () => {
    const path = await fileOf(idxBytes('labels', [1], Uint8Array.of(1)))
    const refusal = readFrom(path, 'labels', () => ({ data: new Uint8Array(2) }))
    await expect(refusal).rejects.toEqual(refused(/room for 2 bytes, needed 1/))
  })
})

test('a folder in place of the file is refused', async () => {
  await expect(read(folder, 'labels')).rejects.toEqual(refused(/is no file$/))
})
