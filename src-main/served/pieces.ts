import {
  LONGEST_HEAD,
  pieceHeadSchema,
  type PieceHead,
} from '../../src-preload/contract/bridge/hand-over-wire'
import { GlyphlabError } from '../core/errors'

const LENGTH_BYTES = 4

/** What comes of a request that brings files: the head of a piece, then its bytes as they come. */
export type Piece =
  | { readonly kind: 'head'; readonly head: PieceHead }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }

/**
 * Reads the body of a request that brings files; see `hand-over-wire.ts`.
 * @throws GlyphlabError `request-invalid` where it is none, or was cut off
 */
export async function* piecesOf(body: AsyncIterable<Buffer>): AsyncIterable<Piece> {
  /** What was read and is of no use yet: the beginning of a head. */
  let begun = Buffer.alloc(0)
  let bytesLeft = 0
  for await (const chunk of body) {
    let rest = Buffer.concat([begun, chunk])
    while (rest.length > 0) {
      if (bytesLeft > 0) {
        const bytes = rest.subarray(0, bytesLeft)
        bytesLeft -= bytes.length
        rest = rest.subarray(bytes.length)
        yield { kind: 'bytes', bytes }
        continue
      }
      const found = headOf(rest)
      if (found === null) break
      bytesLeft = found.head.bytes
      rest = rest.subarray(found.length)
      yield { kind: 'head', head: found.head }
    }
    begun = rest
  }
  if (bytesLeft > 0 || begun.length > 0) throw invalid('a request was cut off')
}

/** Null while it has not come whole. */
function headOf(bytes: Buffer): { readonly head: PieceHead; readonly length: number } | null {
  if (bytes.length < LENGTH_BYTES) return null
  const length = LENGTH_BYTES + bytes.readUInt32LE(0)
  if (length > LONGEST_HEAD) throw invalid('a head is too long')
  if (bytes.length < length) return null
  const head = pieceHeadSchema.safeParse(jsonOf(bytes.subarray(LENGTH_BYTES, length)))
  if (!head.success) throw invalid('a head is none')
  return { head: head.data, length }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

function invalid(what: string): GlyphlabError {
  return new GlyphlabError('request-invalid', `hand over: ${what}`, 'Drop or choose them again.')
}
