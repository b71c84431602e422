// Structured clone over JSON: Node 12 has no `serialization: 'advanced'`, and cannot read what Node 20 writes.
const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
}
const TAG = '$clone'

function encode(value) {
  if (value === undefined) return { [TAG]: 'undefined' }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { [TAG]: 'number', text: String(value) }
  if (typeof value === 'bigint') return { [TAG]: 'bigint', text: String(value) }
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error('An object could not be cloned.')
  if (Array.isArray(value)) return value.map(encode)
  if (ArrayBuffer.isView(value)) {
    const name = Object.prototype.toString.call(value).slice(8, -1)
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return { [TAG]: name, text: bytes.toString('base64') }
  }
  if (Object.prototype.toString.call(value) === '[object Date]')
    return { [TAG]: 'Date', time: value.getTime() }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, encode(part)]))
}

function decode(value) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(decode)
  const kind = value[TAG]
  if (kind === undefined)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, decode(part)]))
  if (VIEWS[kind] !== undefined) {
    const bytes = Buffer.from(value.text, 'base64')
    const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    return new VIEWS[kind](whole)
  }
  if (kind === 'undefined') return undefined
  if (kind === 'number') return Number(value.text)
  if (kind === 'bigint') return BigInt(value.text)
  if (kind === 'Date') return new Date(value.time)
  throw new Error(`codec: unknown kind ${kind}`)
}

module.exports = { encode, decode }
