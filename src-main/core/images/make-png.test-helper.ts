import { crc32, deflateSync } from 'node:zlib'

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

export interface MadePng {
  readonly width: number
  readonly height: number
  readonly depth: 1 | 2 | 4 | 8 | 16
  /** 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha */
  readonly colourType: 0 | 2 | 3 | 4 | 6
  /** The samples of a pixel, from 0 to 2^depth - 1. */
  readonly pixel: (x: number, y: number) => readonly number[]
  /** Chunks between header and data, such as PLTE. */
  readonly extra?: readonly Buffer[]
  /** What replaces the packed rows. */
  readonly content?: Uint8Array
}

export function pngHeader(width: number, height: number, depth = 8, colourType = 0): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colourType], 8)
  return pngChunk('IHDR', header)
}

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** Writes a PNG by hand, without the library that reads it: no filter, no interlacing. */
export function makePng(png: MadePng): Buffer {
  const { width, height, depth, colourType, pixel, extra = [] } = png
  const rows = Array.from({ length: height }, (_, y) => {
    const samples = Array.from({ length: width }, (_unused, x) => pixel(x, y)).flat()
    return Buffer.concat([Buffer.of(0), packed(samples, depth)])
  })
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, depth, colourType),
    ...extra,
    pngChunk('IDAT', png.content ?? deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.of()),
  ])
}

function packed(samples: readonly number[], depth: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((samples.length * depth) / 8))
  samples.forEach((sample, index) => {
    if (depth === 16) bytes.writeUInt16BE(sample, 2 * index)
    else {
      const bit = index * depth
      const at = bit >> 3
      bytes[at] = (bytes[at] ?? 0) | (sample << (8 - depth - (bit & 7)))
    }
  })
  return bytes
}
