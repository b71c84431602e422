import { IDX_KINDS, type IdxKind } from './idx'

/** The header of an idx file of unsigned bytes: magic number and dimensions, big-endian. */
export function idxHeader(kind: IdxKind, dimensions: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length)
  header.writeUInt32BE(IDX_KINDS[kind].magic, 0)
  dimensions.forEach((size, index) => header.writeUInt32BE(size, 4 + 4 * index))
  return header
}

/** An idx file of unsigned bytes. */
export function idxBytes(kind: IdxKind, dimensions: readonly number[], data: Uint8Array): Buffer {
  return Buffer.concat([idxHeader(kind, dimensions), data])
}
