import { assertNever } from '../errors'
import type { ValueType } from './header'

/**
 * Little-endian bytes of a tensor as float32; a float64 is rounded, beyond float32's range to infinity.
 * @param bytes start at an address that suits the type
 */
export function toFloat32(bytes: Uint8Array, type: ValueType): Float32Array {
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

/** The upper half of a float32. */
function bfloat16Values(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => half << 16)
  return new Float32Array(bits.buffer)
}
