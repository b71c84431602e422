import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  readSafetensors,
  readSafetensorsMetadata,
  readStoredTensors,
  safetensorsPieces,
  type SafeTensor,
  type StoredTensor,
} from './safetensors'
import { bfloat16Bits } from './values'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-safetensors-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'made.safetensors')
  await writeFile(path, bytes)
  return path
}

/** A file with any text as its header. */
function madeFile(header: string | Uint8Array, data = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(Buffer.from(header).length))
  return Buffer.concat([length, Buffer.from(header), data])
}

const refused = (problem: string): object =>
  expect.objectContaining({
    code: 'weights-invalid',
    message: `${join(folder, 'made.safetensors')}: ${problem}`,
  })

const madeTensor = fc
  .array(fc.nat({ max: 4 }), { maxLength: 4 })
  .chain((shape): fc.Arbitrary<SafeTensor> => {
    const length = shape.reduce((product, size) => product * size, 1)
    const values = fc.float32Array({ minLength: length, maxLength: length })
    return fc.record({ shape: fc.constant(shape), values })
  })
const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__')
const madeTensors = fc
  .uniqueArray(fc.tuple(name, madeTensor), { selector: ([key]) => key, maxLength: 6 })
  .map((entries) => new Map(entries))
// zod drops the key `__proto__` of a record.
const key = name.filter((text) => text !== '__proto__')
const madeMetadata = fc.dictionary(key, fc.string({ unit: 'grapheme' }), { noNullPrototype: true })

describe('round trip', () => {
  test('tensors and metadata are read as they were written, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(madeTensors, madeMetadata, async (tensors, metadata) => {
        const path = await fileOf(Buffer.concat(safetensorsPieces(tensors, metadata)))
        const read = await readSafetensors(path)
        expect(read.tensors).toEqual(tensors)
        expect(read.metadata).toEqual(metadata)
        expect(await readSafetensorsMetadata(path)).toEqual(metadata)
      }),
    )
  })

  test('data start at a multiple of eight bytes, and values are not copied', () => {
    const values = Float32Array.of(1, 2, 3)
    for (const key of ['a', 'ab', 'abc', 'ä', 'abcdefgh']) {
      const [start, data] = safetensorsPieces(new Map([[key, { shape: [3], values }]]), {})
      expect((start?.length ?? 1) % 8).toBe(0)
      expect(data?.buffer).toBe(values.buffer)
    }
  })

  test('values that do not fill their shape are a fault', () => {
    const tensors = new Map([['a', { shape: [2, 2], values: new Float32Array(3) }]])
    expect(() => safetensorsPieces(tensors, {})).toThrow(
      expect.objectContaining({ code: 'internal' }),
    )
  })
})

describe('bfloat16', () => {
  // By PyTorch: tensor(values).to(torch.bfloat16).to(torch.float32)
  test.each([
    ['as it is', 1.5, 1.5],
    ['to the nearer one', 0.1, 0.10009765625],
    ['of two as near, to the even one below', 1 + 2 ** -8, 1],
    ['of two as near, to the even one above', 1 + 3 * 2 ** -8, 1 + 2 ** -6],
    ['with its sign', -3.14159, -3.140625],
    ['up to infinity', 3.4e38, Infinity],
    ['nought with its sign', -0, -0],
    ['what is no number, as none', Number.NaN, Number.NaN],
  ])('is rounded %s', async (_, value, expected) => {
    const values = bfloat16Bits(Float32Array.of(value))
    const path = await fileOf(
      Buffer.concat(safetensorsPieces(new Map([['a', { shape: [1], values }]]), {})),
    )
    const { tensors } = await readSafetensors(path)
    expect(tensors.get('a')?.values).toEqual(Float32Array.of(expected))
  })
})

describe('whole numbers', () => {
  const made = new Map<string, StoredTensor>([
    ['bytes', { shape: [3], values: Uint8Array.of(0, 7, 255) }],
    ['halves', { shape: [2], values: Uint16Array.of(0, 0x3f80) }],
    ['places', { shape: [2, 1], values: Int32Array.of(-1, 2 ** 31 - 1) }],
    ['shares', { shape: [1], values: Float32Array.of(0.5) }],
  ])

  test('are read as they were written', async () => {
    const path = await fileOf(Buffer.concat(safetensorsPieces(made, {})))
    expect((await readStoredTensors(path)).tensors).toEqual(made)
  })

  test('lie where their type can be read, bytes last', async () => {
    const path = await fileOf(Buffer.concat(safetensorsPieces(made, {})))
    const { tensors } = await readStoredTensors(path)
    expect([...tensors.keys()]).toEqual(['places', 'shares', 'halves', 'bytes'])
  })

  test('are no weights', async () => {
    const path = await fileOf(Buffer.concat(safetensorsPieces(made, {})))
    await expect(readSafetensors(path)).rejects.toEqual(
      refused('tensor "places" is of type "I32", read are F32, F64, F16, BF16'),
    )
  })
})

/*
 * By safetensors 0.8.0 and PyTorch 2.15: save({'conv/kernel': tensor([[1.5, -2, 0.1]]),
 * 'double': tensor([1e-3, 1e300], float64), 'half': tensor([1, -65504, 6e-8, inf], float16),
 * 'brain': tensor([1, -3.140625, 1e38], bfloat16), 'empty': zeros([0, 3])},
 * metadata={'made by': 'safetensors'}), in base64. The values are those of `.to(torch.float32)`.
 */
const FILE_OF_PYTHON =
  'YAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIGJ5Ijoic2FmZXRlbnNvcnMifSwiZG91YmxlIjp7ImR0eXBlIjoiRjY0Iiwi' +
  'c2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbMCwxNl19LCJjb252L2tlcm5lbCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMSwz' +
  'XSwiZGF0YV9vZmZzZXRzIjpbMTYsMjhdfSwiZW1wdHkiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0' +
  'cyI6WzI4LDI4XX0sImJyYWluIjp7ImR0eXBlIjoiQkYxNiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzI4LDM0XX0sImhh' +
  'bGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzRdLCJkYXRhX29mZnNldHMiOlszNCw0Ml19fSAgICAg/Knx0k1iUD+cdQCIPOQ3' +
  'fgAAwD8AAADAzczMPYA/ScCWfgA8//sBAAB8'

describe('a file of the Python library', () => {
  const bytes = Buffer.from(FILE_OF_PYTHON, 'base64')

  test('is read, each type converted to float32', async () => {
    const { tensors, metadata } = await readSafetensors(await fileOf(bytes))
    expect(metadata).toEqual({ 'made by': 'safetensors' })
    const values = (shape: number[], ...numbers: number[]) => ({
      shape,
      values: Float32Array.from(numbers),
    })
    expect(Object.fromEntries(tensors)).toEqual({
      'conv/kernel': values([1, 3], 1.5, -2, 0.10000000149011612),
      double: values([2], 0.0010000000474974513, Infinity),
      half: values([4], 1, -65504, 5.960464477539063e-8, Infinity),
      brain: values([3], 1, -3.140625, 9.969209968386869e37),
      empty: values([0, 3]),
    })
  })

  test('is refused at every truncation, and with trailing bytes', async () => {
    for (let length = 0; length < bytes.length; length += 1)
      await expect(readSafetensors(await fileOf(bytes.subarray(0, length)))).rejects.toEqual(
        expect.objectContaining({ code: 'weights-invalid' }),
      )
    await expect(
      readSafetensorsMetadata(await fileOf(Buffer.concat([bytes, Buffer.of(0)]))),
    ).rejects.toEqual(refused('1 trailing bytes that belong to no tensor'))
  })

  test('with any byte of its length or header changed is read, or refused in one line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 359 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const changed = Buffer.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ change
          const outcome: unknown = await readSafetensors(await fileOf(changed)).catch(
            (error: unknown) => error,
          )
          if (outcome instanceof Error)
            expect(outcome).toMatchObject({
              code: 'weights-invalid',
              message: expect.stringMatching(/^[^\n]*$/),
            })
        },
      ),
      { numRuns: 300 },
    )
  })
})

const entry = (dtype: string, shape: unknown, begin: unknown, end: unknown) =>
  ({ dtype, shape, data_offsets: [begin, end] }) as const
const headerOf = (entries: object): string => JSON.stringify(entries)

describe('refused in one line:', () => {
  test.each<[string, Uint8Array, string]>([
    ['an empty file', Buffer.alloc(0), 'no safetensors file: 0 bytes are too short'],
    [
      'a zip file',
      Buffer.from('PK\x03\x04 and more of it'),
      'no safetensors file: a header of 7236828441365138256 bytes, at most 8388608 are allowed',
    ],
    [
      'a header longer than the file',
      Buffer.from('ff00000000000000', 'hex'),
      'truncated, or no safetensors file: 8 bytes, a header of 255 is announced',
    ],
    ['a header of no JSON', madeFile('{"a":'), 'no safetensors file: its header is no JSON'],
    [
      'a header of no UTF-8',
      madeFile(Buffer.from('7b22ff223a317d', 'hex')),
      'no safetensors file: its header is no JSON',
    ],
    ['a header of a list', madeFile('[]'), 'no safetensors file: its header is no JSON object'],
    [
      'a header behind a space',
      madeFile(' {}'),
      'no safetensors file: its header is no JSON object',
    ],
    [
      'a name twice',
      madeFile('{"a\\u0062":{}, "ab" : {}}', Buffer.alloc(4)),
      'its header names "ab" twice',
    ],
    [
      'a key of a tensor twice',
      madeFile('{"a":{"x\\"":1,"x\\"":2}}'),
      'its header names "x\\"" twice',
    ],
    [
      'metadata of numbers',
      madeFile('{"__metadata__":{"epoch":3}}'),
      'its __metadata__ must be texts by name',
    ],
    [
      'another type',
      madeFile(headerOf({ a: entry('I64', [1], 0, 8) }), Buffer.alloc(8)),
      'tensor "a" is of type "I64", read are F32, F64, F16, BF16, I32, U8',
    ],
    [
      'a type that every object has',
      madeFile(headerOf({ a: entry('toString', [1], 0, 8) }), Buffer.alloc(8)),
      'tensor "a" is of type "toString", read are F32, F64, F16, BF16, I32, U8',
    ],
    [
      'a shape that does not fit its bytes',
      madeFile(headerOf({ a: entry('F32', [2, 2], 0, 8) }), Buffer.alloc(8)),
      'tensor "a": F32 of [2, 2] does not take the 8 bytes from 0 to 8',
    ],
    [
      'a shape beyond all numbers',
      madeFile(headerOf({ a: entry('F32', [2 ** 50, 2 ** 50], 0, 8) }), Buffer.alloc(8)),
      `tensor "a": F32 of [${2 ** 50}, ${2 ** 50}] does not take the 8 bytes from 0 to 8`,
    ],
    [
      'an end before its begin',
      madeFile(headerOf({ a: entry('F32', [], 4, 0) }), Buffer.alloc(4)),
      'tensor "a": F32 of [] does not take the -4 bytes from 4 to 0',
    ],
    [
      'tensors that overlap',
      madeFile(
        headerOf({ a: entry('F32', [2], 0, 8), b: entry('F32', [2], 4, 12) }),
        Buffer.alloc(12),
      ),
      'tensor "b" at byte 4 overlaps the one before it',
    ],
    [
      'a hole',
      madeFile(
        headerOf({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 8, 12) }),
        Buffer.alloc(12),
      ),
      'a hole of 4 bytes before tensor "b"',
    ],
    [
      'data that end too early',
      madeFile(headerOf({ a: entry('F32', [2], 0, 8) }), Buffer.alloc(7)),
      'truncated: 7 bytes of data, tensor "a" ends at byte 8',
    ],
    [
      'a negative size',
      madeFile(headerOf({ a: entry('F32', [-1], 0, 4) })),
      'tensor "a": shape.0: Too small: expected number to be >=0',
    ],
    [
      'a tensor that is no object',
      madeFile('{"a":7}'),
      'tensor "a": Invalid input: expected object, received number',
    ],
    [
      'thousands of dimensions',
      madeFile(headerOf({ a: entry('F32', new Array(5000).fill(1), 0, 4) }), Buffer.alloc(4)),
      'tensor "a": shape: Too big: expected array to have <=32 items',
    ],
  ])('%s', async (_, bytes, problem) => {
    const path = await fileOf(bytes)
    await expect(readSafetensors(path)).rejects.toEqual(refused(problem))
    await expect(readSafetensorsMetadata(path)).rejects.toEqual(refused(problem))
  })

  test('a file of holes that claims more than memory holds allocates nothing', async () => {
    const bytes = 8 * 2 ** 30
    const header = headerOf({ a: entry('F32', [2 ** 31], 0, bytes) })
    const path = await fileOf(madeFile(header))
    await truncate(path, 8 + header.length + bytes)
    await expect(readSafetensors(path)).rejects.toEqual(
      refused('2147483648 values, at most 1073741824 fit in memory'),
    )
    await rm(path)
  })

  test('a folder, and a file that is not there', async () => {
    await expect(readSafetensors(folder)).rejects.toMatchObject({
      code: 'weights-invalid',
      message: `${folder}: is no file`,
    })
    const missing = join(folder, 'missing.safetensors')
    await expect(readSafetensorsMetadata(missing)).rejects.toMatchObject({
      code: 'weights-invalid',
      message: `${missing}: cannot be read (ENOENT)`,
    })
  })
})
