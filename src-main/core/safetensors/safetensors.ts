import { open, stat, type FileHandle } from 'node:fs/promises'
import { GlyphlabError, internalError } from '../errors'
import {
  invalid,
  MAXIMUM_HEADER_BYTES,
  METADATA_KEY,
  parseHeader,
  wrongType,
  type SafetensorsHeader,
} from './header'
import { AS_FLOAT32, AS_STORED, typeOf, type StoredValues, type ValueReader } from './values'

/** A tensor of whatever type it was written in. */
export interface StoredTensor<Values extends StoredValues = StoredValues> {
  readonly shape: readonly number[]
  readonly values: Values
}
export type SafeTensor = StoredTensor<Float32Array>

interface SafetensorsFile<Values extends StoredValues> {
  readonly tensors: ReadonlyMap<string, StoredTensor<Values>>
  readonly metadata: Readonly<Record<string, string>>
}

/** The header's length as an unsigned 64-bit number, little-endian. */
const LENGTH_BYTES = 8
const ALIGNMENT_BYTES = 8
/** One read of Node takes less than 2 GiB. */
const READ_BYTES = 2 ** 30

/**
 * A safetensors file as pieces to write one after another: length, header, then each tensor's values, which
 * are not copied: float32, bfloat16 by its bits, int32 or bytes. Data start at a multiple of 8 bytes; bytes come last of all, so that
 * each value lies at a multiple of its size.
 */
export function safetensorsPieces(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): readonly Uint8Array[] {
  const ordered = [...tensors].toSorted(([, a], [, b]) => sizeOfValue(b) - sizeOfValue(a))
  const entries: [string, object][] = [[METADATA_KEY, metadata]]
  let end = 0
  for (const [name, { shape, values }] of ordered) {
    if (
      name === METADATA_KEY ||
      shape.reduce((product, size) => product * size, 1) !== values.length
    )
      throw internalError(`${name} of [${shape.join(', ')}] cannot have ${values.length} values`)
    const begin = end
    end += values.byteLength
    entries.push([name, { dtype: typeOf(values), shape, data_offsets: [begin, end] }])
  }
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const paddedBytes = Math.ceil(header.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
  const start = Buffer.alloc(LENGTH_BYTES + paddedBytes, ' ')
  start.writeBigUInt64LE(BigInt(paddedBytes))
  start.set(header, LENGTH_BYTES)
  const data = ordered.map(
    ([, { values }]) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  )
  return [start, ...data]
}

function sizeOfValue({ values }: StoredTensor): number {
  return values.BYTES_PER_ELEMENT
}

/**
 * All tensors of a safetensors file as float32, in the order in which they lie in it. F64, F16 and BF16
 * are converted.
 * @throws GlyphlabError `weights-invalid`, naming the file: unreadable, truncated, no such format, a
 *   header that does not fit its data, another type of values
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile<Float32Array>> {
  return readTensors(path, AS_FLOAT32)
}

/**
 * As {@link readSafetensors}, but each tensor as it was written: float32, bfloat16 by its bits, int32 or bytes.
 * @throws GlyphlabError `weights-invalid`, as {@link readSafetensors}
 */
export async function readStoredTensors(path: string): Promise<SafetensorsFile<StoredValues>> {
  return readTensors(path, AS_STORED)
}

async function readTensors<Values extends StoredValues>(
  path: string,
  { types, read }: ValueReader<Values>,
): Promise<SafetensorsFile<Values>> {
  return withHeader(path, async ({ entries, metadata }, readData) => {
    const tensors = new Map<string, StoredTensor<Values>>()
    for (const { name, type, shape, begin, end } of entries) {
      const values = read(await readData(begin, end), type)
      if (values === null) throw wrongType(name, type, types)
      tensors.set(name, { shape, values })
    }
    return { tensors, metadata }
  })
}

/**
 * The texts a safetensors file carries beside its tensors. Only the header is read, and checked.
 * @throws GlyphlabError `weights-invalid`, as {@link readSafetensors}
 */
export async function readSafetensorsMetadata(
  path: string,
): Promise<Readonly<Record<string, string>>> {
  return withHeader(path, ({ metadata }) => Promise.resolve(metadata))
}

type ReadData = (begin: number, end: number) => Promise<Uint8Array>

async function withHeader<Result>(
  path: string,
  read: (header: SafetensorsHeader, readData: ReadData) => Promise<Result>,
): Promise<Result> {
  try {
    // A pipe would be waited for without end.
    if (!(await stat(path)).isFile()) throw invalid('is no file')
    const file = await open(path)
    try {
      const { header, dataStart } = await readHeader(file)
      const readData = (begin: number, end: number) =>
        readBytes(file, dataStart + begin, end - begin)
      return await read(header, readData)
    } finally {
      await file.close()
    }
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    const cause = error instanceof GlyphlabError ? error.cause : error
    throw invalid(`${path}: ${problem}`, cause)
  }
}

async function readHeader(
  file: FileHandle,
): Promise<{ readonly header: SafetensorsHeader; readonly dataStart: number }> {
  const fileBytes = (await file.stat()).size
  if (fileBytes < LENGTH_BYTES)
    throw invalid(`no safetensors file: ${fileBytes} bytes are too short`)
  const length = Buffer.from(await readBytes(file, 0, LENGTH_BYTES)).readBigUInt64LE()
  if (length > MAXIMUM_HEADER_BYTES)
    throw invalid(
      `no safetensors file: a header of ${length} bytes, at most ${MAXIMUM_HEADER_BYTES} are allowed`,
    )
  const dataStart = LENGTH_BYTES + Number(length)
  if (dataStart > fileBytes)
    throw invalid(
      `truncated, or no safetensors file: ${fileBytes} bytes, a header of ${length} is announced`,
    )
  const header = parseHeader(
    await readBytes(file, LENGTH_BYTES, Number(length)),
    fileBytes - dataStart,
  )
  return { header, dataStart }
}

async function readBytes(file: FileHandle, start: number, byteCount: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(byteCount)
  let filled = 0
  while (filled < byteCount) {
    const wanted = Math.min(READ_BYTES, byteCount - filled)
    const { bytesRead } = await file.read(bytes, filled, wanted, start + filled)
    if (bytesRead === 0) throw invalid('truncated while it was read')
    filled += bytesRead
  }
  return bytes
}

/** What is wrong with the file; null where it is not the file's fault. */
function problemOf(error: unknown): string | null {
  if (error instanceof GlyphlabError) return error.code === 'weights-invalid' ? error.message : null
  if (error instanceof RangeError) return 'its tensors do not fit in memory'
  return error instanceof Error && 'code' in error ? `cannot be read (${String(error.code)})` : null
}
