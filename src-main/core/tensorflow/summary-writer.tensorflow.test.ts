import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TensorFlow } from './runtime'
import { openSummaryWriter } from './summary-writer'
import { mayMountDisks, mountSmallDisk } from '../../../test/small-disk'
import { tensorflowForTests } from './test-session.test-helper'

let tensorflow: TensorFlow
let home: string
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
  home = await mkdtemp(join(tmpdir(), 'glyphlab-summary-'))
})
afterAll(() => rm(home, { recursive: true }))

/** CRC-32C (Castagnoli), bit by bit: polynomial 0x1EDC6F41 reflected. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}

/** The masked checksum of the TFRecord format: rotated right by 15 bits, plus a constant. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

test('the checksum of these tests is CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})

/** The records of a TFRecord file: length (8 bytes), its checksum (4), data, its checksum (4). */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at))
    const data = file.subarray(at + 12, at + 12 + length)
    expect(file.readUInt32LE(at + 8)).toBe(masked(file.subarray(at, at + 8)))
    expect(file.readUInt32LE(at + 12 + length)).toBe(masked(data))
    records.push(data)
    at += 16 + length
  }
  return records
}

type Field = readonly [number: number, value: bigint | Buffer]

/** The fields of a protobuf message: varints as numbers, all others as bytes. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const bytes = (count: number) => message.subarray(at, (at += count))
  while (at < message.length) {
    const key = Number(varint())
    const value = () => {
      switch (key & 7) {
        case 0:
          return varint()
        case 1:
          return bytes(8)
        case 2:
          return bytes(Number(varint()))
        default:
          return bytes(4)
      }
    }
    fields.push([key >> 3, value()])
  }
  return fields
}

function field(message: Buffer, number: number): bigint | Buffer | undefined {
  return fieldsOf(message).find(([found]) => found === number)?.[1]
}

function part(message: Buffer, ...path: readonly number[]): Buffer {
  let found = message
  for (const number of path) {
    const inner = field(found, number)
    if (!Buffer.isBuffer(inner)) throw new Error(`no field ${number}`)
    found = inner
  }
  return found
}

/** Event: 2 step, 3 file_version, 5 summary; Summary: 1 value; Value: 1 tag, 2 simple_value. */
async function scalarsIn(folder: string) {
  const scalars: { name: string; value: number; step: number }[] = []
  for (const name of (await readdir(folder)).sort()) {
    expect(name).toMatch(/^events\.out\.tfevents\.\d+\./)
    const [version, ...events] = recordsOf(await readFile(join(folder, name)))
    expect(part(version ?? Buffer.of(), 3).toString()).toBe('brain.Event:2')
    for (const event of events) {
      const value = part(event, 5, 1)
      scalars.push({
        name: part(value, 1).toString(),
        value: part(value, 2).readFloatLE(),
        step: Number(field(event, 2) ?? 0n),
      })
    }
  }
  return scalars
}

describe('a summary writer', () => {
  test('writes scalars that TensorBoard reads into the folder itself', async () => {
    const folder = join(home, 'run')
    {
      using writer = openSummaryWriter(tensorflow, folder)
      writer.scalar('training/loss', 0.5, 0)
      writer.scalar('training/loss', Number.NaN, 2_000_000_000)
      writer.flush()
      expect(await scalarsIn(folder)).toHaveLength(2)
      writer.scalar('validation/accuracy', 0.875, 3)
    }
    expect(await scalarsIn(folder)).toEqual([
      { name: 'training/loss', value: 0.5, step: 0 },
      { name: 'training/loss', value: Number.NaN, step: 2_000_000_000 },
      { name: 'validation/accuracy', value: 0.875, step: 3 },
    ])
  })

  test('opened again adds a file', async () => {
    const folder = join(home, 'again')
    for (const step of [1, 2]) {
      using writer = openSummaryWriter(tensorflow, folder)
      writer.scalar('loss', step, step)
    }
    expect(await readdir(folder)).toHaveLength(2)
    expect(await scalarsIn(folder)).toEqual([
      { name: 'loss', value: 1, step: 1 },
      { name: 'loss', value: 2, step: 2 },
    ])
  })

  test('keeps one tensor while it is open and none afterwards', () => {
    const { numTensors: before } = tensorflow.memory()
    const writer = openSummaryWriter(tensorflow, join(home, 'tensors'))
    for (let step = 0; step < 100; step += 1) writer.scalar('loss', step, step)
    expect(tensorflow.memory().numTensors).toBe(before + 1)
    writer.close()
    expect(tensorflow.memory().numTensors).toBe(before)
  })

  test('that is closed does nothing', async () => {
    const folder = join(home, 'closed')
    const writer = openSummaryWriter(tensorflow, folder)
    writer.close()
    writer.scalar('loss', 1, 1)
    writer.flush()
    writer.close()
    expect(await scalarsIn(folder)).toEqual([])
  })

  test('refuses a folder that cannot be made', async () => {
    const file = join(home, 'file')
    await writeFile(file, '')
    const { numTensors: before } = tensorflow.memory()
    expect(() => openSummaryWriter(tensorflow, join(file, 'inside'))).toThrow(
      expect.objectContaining({
        code: 'output-failed',
        message: `the TensorBoard file in ${file}/inside cannot be written: ${file} is not a directory`,
      }),
    )
    expect(tensorflow.memory().numTensors).toBe(before)
  })
})

describe.skipIf(!mayMountDisks())(
  'on a full disk (needs root to mount one) a summary writer',
  () => {
    const full = (folder: string) =>
      expect.objectContaining({
        code: 'disk-full',
        message: `no space is left to write the TensorBoard file in ${folder}`,
      })

    test('reports it once and keeps what was written', async () => {
      using disk = mountSmallDisk('64k')
      const { folder } = disk
      const { numTensors: before } = tensorflow.memory()
      const writer = openSummaryWriter(tensorflow, folder)
      const fill = () => {
        for (let step = 0; step < 5000; step += 1) writer.scalar('training/loss', step, step)
      }
      expect(fill).toThrow(full(folder))
      expect(fill).not.toThrow()
      writer.flush()
      writer.close()
      expect(tensorflow.memory().numTensors).toBe(before)
      const [name = ''] = await readdir(folder)
      expect((await readFile(join(folder, name))).length).toBeGreaterThan(60_000)
    })

    test('is not opened', async () => {
      using disk = mountSmallDisk('64k')
      const { folder } = disk
      await mkdir(join(folder, 'run'))
      await writeFile(join(folder, 'filler'), Buffer.alloc(64 * 1024)).catch(() => undefined)
      const { numTensors: before } = tensorflow.memory()
      expect(() => openSummaryWriter(tensorflow, join(folder, 'run'))).toThrow(
        full(join(folder, 'run')),
      )
      expect(tensorflow.memory().numTensors).toBe(before)
    })
  },
)
