import { assertNever } from '../errors'
import type { ValueType } from './header'

/** Types that weights come in. */
const FLOAT_TYPES = ['F32', 'F64', 'F16', 'BF16'] as const satisfies readonly ValueType[]
type FloatType = (typeof FLOAT_TYPES)[number]

/** Types that are read as they are. */
const WHOLE_TYPES = ['F32', 'BF16', 'I32', 'U8'] as const satisfies readonly ValueType[]
type WholeType = (typeof WHOLE_TYPES)[number]

/** Values of a tensor as they lie in a file; those of bfloat16 by their bits. */
export type StoredValues = Float32Array | Uint16Array | Int32Array | Uint8Array

/**
 * What a tensor's bytes are turned into: every number as float32, or values as they are, of types that need
 * no turning.
 */
export interface ValueReader<Values> {
  readonly types: readonly ValueType[]
  /** Null where it is of no such type. */
  readonly read: (bytes: Uint8Array, type: ValueType) => Values | null
}

export const AS_FLOAT32: ValueReader<Float32Array> = {
  types: FLOAT_TYPES,
  read: (bytes, type) => (isAmong(FLOAT_TYPES, type) ? toFloat32(bytes, type) : null),
}

export const AS_STORED: ValueReader<StoredValues> = {
  types: WHOLE_TYPES,
  read: (bytes, type) => (isAmong(WHOLE_TYPES, type) ? asStored(bytes, type) : null),
}

/** What a header calls the type of some values. */
export function typeOf(values: StoredValues): WholeType {
  if (values instanceof Float32Array) return 'F32'
  if (values instanceof Uint16Array) return 'BF16'
  return values instanceof Int32Array ? 'I32' : 'U8'
}

function isAmong<Type extends ValueType>(types: readonly Type[], type: ValueType): type is Type {
  return types.some((known) => known === type)
}

function asStored({ buffer, byteOffset, byteLength }: Uint8Array, type: WholeType): StoredValues {
  switch (type) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, byteLength / 4)
    case 'BF16':
      return new Uint16Array(buffer, byteOffset, byteLength / 2)
    case 'I32':
      return new Int32Array(buffer, byteOffset, byteLength / 4)
    case 'U8':
      return new Uint8Array(buffer, byteOffset, byteLength)
    default:
      return assertNever(type)
  }
}

/**
 * Little-endian bytes of a tensor as float32; a float64 is rounded, beyond float32's range to infinity.
 * @param bytes start at an address that suits the type
 */
function toFloat32(bytes: Uint8Array, type: FloatType): Float32Array {
  const { buffer, byteOffset, byteLength } = bytes
  switch (type) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, byteLength / 4)
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8))
    case 'F16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), halfValue)
    case 'BF16':
      return bfloat16Values(new Uint16Array(buffer, byteOffset, byteLength / 2))
    default:
      return assertNever(type)
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction; exponent 0 is subnormal. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/**
 * The bits of the bfloat16 that is nearest to each float32, of two as near the even one: what TensorFlow's own cast
 * rounds to. What is no number stays none.
 */
export function bfloat16Bits(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Uint16Array.from(values, (value, at) => {
    const whole = bits[at] ?? 0
    return Number.isNaN(value) ? 0x7fc0 : (whole + 0x7fff + ((whole >>> 16) & 1)) >>> 16
  })
}

/** The upper half of a float32. */
function bfloat16Values(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => half << 16)
  return new Float32Array(bits.buffer)
}
