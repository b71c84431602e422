import { z } from 'zod'
import { GlyphlabError } from '../errors'
import { duplicateKey } from './duplicate-key'

/** Room for 50,000 tensors: a longer header is an attack or damage, and would take minutes and gigabytes. */
export const MAXIMUM_HEADER_BYTES = 8 * 2 ** 20

/** Weights, two slots of an optimizer and averages of the largest network there can be. */
const MAXIMUM_VALUE_COUNT = 2 ** 30
const MAXIMUM_DIMENSIONS = 32

/** Types that are read, with the bytes a value takes. */
export const VALUE_BYTES = { F32: 4, F64: 8, F16: 2, BF16: 2, I32: 4, U8: 1 } as const
export type ValueType = keyof typeof VALUE_BYTES

/** The header's entry that is no tensor. */
export const METADATA_KEY = '__metadata__'

/** Where a tensor lies in the file's data. */
export interface TensorEntry {
  readonly name: string
  readonly type: ValueType
  readonly shape: readonly number[]
  readonly valueCount: number
  /** Counted from the end of the header. */
  readonly begin: number
  readonly end: number
}

export interface SafetensorsHeader {
  /** In the order of the data, which they cover without a hole. */
  readonly entries: readonly TensorEntry[]
  readonly metadata: Readonly<Record<string, string>>
}

const offset = z.int().min(0)
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(MAXIMUM_DIMENSIONS),
  data_offsets: z.tuple([offset, offset]),
})
const metadataSchema = z.record(z.string(), z.string())

/**
 * The header of a safetensors file, checked against the length of the data behind it.
 * Format: https://huggingface.co/docs/safetensors (a JSON object of `{dtype, shape, data_offsets}` by
 * name, and `__metadata__` with texts).
 * @throws GlyphlabError `weights-invalid`, the message without the file's name
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number): SafetensorsHeader {
  const entries: TensorEntry[] = []
  let metadata: Readonly<Record<string, string>> = {}
  for (const [name, value] of Object.entries(headerObject(bytes)))
    if (name === METADATA_KEY) metadata = parseMetadata(value)
    else entries.push(parseEntry(name, value))
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end)
  checkCoverage(entries, dataBytes)
  return { entries, metadata }
}

/** A refusal of a file whose name the reader adds. */
export function invalid(problem: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('weights-invalid', problem, undefined, { cause })
}

/** A refusal of a tensor whose type is none of those that are read. */
export function wrongType(name: string, type: string, read: readonly string[]): GlyphlabError {
  return invalid(`tensor ${quoted(name)} is of type ${quoted(type)}, read are ${read.join(', ')}`)
}

function headerObject(bytes: Uint8Array): object {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const parsed: unknown = JSON.parse(text)
    if (!text.startsWith('{') || typeof parsed !== 'object' || parsed === null)
      throw invalid('no safetensors file: its header is no JSON object')
    const twice = duplicateKey(text)
    if (twice !== undefined) throw invalid(`its header names ${quoted(twice)} twice`)
    return parsed
  } catch (error) {
    if (error instanceof GlyphlabError) throw error
    throw invalid('no safetensors file: its header is no JSON', error)
  }
}

function parseMetadata(value: unknown): Readonly<Record<string, string>> {
  const parsed = metadataSchema.safeParse(value)
  if (!parsed.success) throw invalid(`its ${METADATA_KEY} must be texts by name`)
  return parsed.data
}

function parseEntry(name: string, value: unknown): TensorEntry {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    throw invalid(`tensor ${quoted(name)}: ${where === '' ? '' : `${where}: `}${issue?.message}`)
  }
  const { dtype, shape, data_offsets } = parsed.data
  const [begin, end] = data_offsets
  if (!isValueType(dtype)) throw wrongType(name, dtype, Object.keys(VALUE_BYTES))
  const valueCount = shape.reduce((product, size) => product * size, 1)
  if (valueCount * VALUE_BYTES[dtype] !== end - begin)
    throw invalid(
      `tensor ${quoted(name)}: ${dtype} of [${shape.join(', ')}] ` +
        `does not take the ${end - begin} bytes from ${begin} to ${end}`,
    )
  return { name, type: dtype, shape, valueCount, begin, end }
}

function isValueType(dtype: string): dtype is ValueType {
  return Object.hasOwn(VALUE_BYTES, dtype)
}

/** Tensors must follow one another from the data's first byte to its last. */
function checkCoverage(entries: readonly TensorEntry[], dataBytes: number): void {
  let covered = 0
  let valueCount = 0
  for (const { name, begin, end, ...entry } of entries) {
    if (begin < covered)
      throw invalid(`tensor ${quoted(name)} at byte ${begin} overlaps the one before it`)
    if (begin > covered)
      throw invalid(`a hole of ${begin - covered} bytes before tensor ${quoted(name)}`)
    if (end > dataBytes)
      throw invalid(
        `truncated: ${dataBytes} bytes of data, tensor ${quoted(name)} ends at byte ${end}`,
      )
    covered = end
    valueCount += entry.valueCount
  }
  if (covered < dataBytes)
    throw invalid(`${dataBytes - covered} trailing bytes that belong to no tensor`)
  if (valueCount > MAXIMUM_VALUE_COUNT)
    throw invalid(`${valueCount} values, at most ${MAXIMUM_VALUE_COUNT} fit in memory`)
}

/** A name of the file in one line of a sane length. */
function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)
}
