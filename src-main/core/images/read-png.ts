import { crc32, inflateSync } from 'node:zlib'
import { decode, type DecodedPng } from 'fast-png'
import { checkSize, damaged, PictureError, type GreyPicture } from './grey-picture'

/** Encoders write a chunk for every few kilobytes; each costs more memory than the twelve bytes it can have. */
const MOST_CHUNKS = 100_000

/** Encoders may leave a little behind the last row. */
const SLACK_BYTES = 65_536

/** Of 255: what differs less from white cannot be told from it. */
const NEARLY_WHITE = 232

const SIGNATURE = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Whether bytes begin as a PNG does. */
export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)
}

/** What makes the picture, besides a palette; profiles and texts could be anything, of any size. */
const NEEDED_CHUNKS: readonly string[] = ['IHDR', 'tRNS', 'IDAT', 'IEND']

const INDEXED = 3
/** Samples a pixel and the depths allowed, by the colour type of the header (PNG specification, table 11.1). */
const COLOUR_TYPES: ReadonlyMap<number, { readonly samples: number; readonly depths: number[] }> =
  new Map([
    [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
    [2, { samples: 3, depths: [8, 16] }],
    [INDEXED, { samples: 1, depths: [1, 2, 4, 8] }],
    [4, { samples: 2, depths: [8, 16] }],
    [6, { samples: 4, depths: [8, 16] }],
  ])

interface Header {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly samples: number
  readonly interlaced: boolean
  /** Samples are places in a palette. */
  readonly indexed: boolean
}

/**
 * Reads a PNG (see {@link isPng}) as shades of grey (0.299 red, 0.587 green, 0.114 blue), what is transparent
 * over white, or over black where all would be white.
 * Sizes are checked before anything is unpacked: a small file cannot fill the memory.
 *
 * @throws PictureError in words that follow the name of the file
 */
export function readGreyPng(bytes: Buffer): GreyPicture {
  const chunks = chunksOf(bytes)
  const header = readHeader(chunks[0])
  checkContent(chunks, header)
  // A palette beside true colours is only advice.
  const types = header.indexed ? [...NEEDED_CHUNKS, 'PLTE'] : NEEDED_CHUNKS
  const needed = chunks.filter(({ type }) => types.includes(type)).map(({ whole }) => whole)
  let png: DecodedPng
  try {
    png = decode(Buffer.concat([SIGNATURE, ...needed]))
  } catch (cause) {
    throw damaged(cause)
  }
  const overWhite = greyOf(png, header, 1)
  // White ink on nothing, as drawing tablets export it. Where nothing is transparent both are the same.
  const isLost = overWhite.every((value) => value >= NEARLY_WHITE)
  const values = isLost ? greyOf(png, header, 0) : overWhite
  return { values, width: header.width, height: header.height }
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
  /** With length, type and checksum. */
  readonly whole: Buffer
}

/** The chunks up to IEND, each with the right checksum. */
function chunksOf(bytes: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const whole = bytes.subarray(at, end)
    const type = whole.toString('latin1', 4, 8)
    if (crc32(whole.subarray(4, -4)) !== whole.readUInt32BE(whole.length - 4))
      throw new PictureError('is damaged: a checksum does not match')
    if (chunks.length === MOST_CHUNKS)
      throw new PictureError(`is damaged: more than ${MOST_CHUNKS} chunks`)
    chunks.push({ type, data: whole.subarray(8, -4), whole })
    if (type === 'IEND') return chunks
    at = end
  }
  throw new PictureError('is truncated')
}

function readHeader(chunk: Chunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13)
    throw new PictureError('has no PNG header')
  const { data } = chunk
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)]
  const [depth = 0, colour = -1, , , interlace = 0] = data.subarray(8)
  const colourType = COLOUR_TYPES.get(colour)
  if (colourType === undefined || !colourType.depths.includes(depth) || interlace > 1)
    throw new PictureError('has a PNG header that means nothing')
  checkSize(width, height)
  const interlaced = interlace === 1
  if (interlaced && depth < 8)
    throw new PictureError(`is interlaced with ${depth} bits a sample; save it without interlacing`)
  return {
    width,
    height,
    depth,
    samples: colourType.samples,
    interlaced,
    indexed: colour === INDEXED,
  }
}

/** The pixel data unpack to the length that the header promises, and not to a bomb. */
function checkContent(chunks: readonly Chunk[], header: Header): void {
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)
  const expected = rawLength(header)
  let length: number
  try {
    const options = { maxOutputLength: expected + SLACK_BYTES }
    ;({ length } = inflateSync(Buffer.concat(data), options))
  } catch (cause) {
    throw damaged(cause)
  }
  if (length < expected) throw new PictureError('is truncated')
}

/** Bytes of all rows with the filter byte of each; an interlaced picture is seven smaller ones. */
function rawLength({ width, height, depth, samples, interlaced }: Header): number {
  const rows = (columns: number, count: number) =>
    columns === 0 ? 0 : count * (1 + Math.ceil((columns * samples * depth) / 8))
  if (!interlaced) return rows(width, height)
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const
  const reached = (size: number, first: number, step: number) =>
    Math.max(0, Math.ceil((size - first) / step))
  return passes.reduce(
    (sum, [x, y, xStep, yStep]) => sum + rows(reached(width, x, xStep), reached(height, y, yStep)),
    0,
  )
}

/** @param ground what is behind all that is transparent, from 0 black to 1 white */
function greyOf(png: DecodedPng, { width, height, indexed }: Header, ground: number): Uint8Array {
  const { depth, channels, palette = [], transparency } = png
  const samples = depth < 8 ? unpackedSamples(png) : png.data
  if (!indexed)
    return greyOfSamples(samples, channels, 2 ** depth - 1, transparency, width * height, ground)
  const paletteChannels = palette[0]?.length ?? 3
  const shades = greyOfSamples(
    palette.flat(),
    paletteChannels,
    255,
    undefined,
    palette.length,
    ground,
  )
  return Uint8Array.from(samples, (index) => {
    const shade = shades[index]
    if (shade === undefined) throw new PictureError('is damaged: a colour is not in its palette')
    return shade
  })
}

/** Samples of 1, 2 or 4 bits, one an element; each row begins with a byte of its own. */
function unpackedSamples({ data, width, height, depth }: DecodedPng): Uint8Array {
  const samples = new Uint8Array(width * height)
  const bytesPerRow = Math.ceil((width * depth) / 8)
  const mask = 2 ** depth - 1
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      const byte = data[y * bytesPerRow + (bit >> 3)] ?? 0
      samples[y * width + x] = (byte >> (8 - depth - (bit & 7))) & mask
    }
  return samples
}

/** @param transparent the one colour that is wholly transparent where there is no alpha */
function greyOfSamples(
  samples: ArrayLike<number>,
  channels: number,
  greatest: number,
  transparent: Uint16Array | undefined,
  pixels: number,
  ground: number,
): Uint8Array {
  const grey = new Uint8Array(pixels)
  const isColour = channels >= 3
  const hasAlpha = channels === 2 || channels === 4
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += channels) {
    const first = samples[at] ?? 0
    const second = isColour ? (samples[at + 1] ?? 0) : first
    const third = isColour ? (samples[at + 2] ?? 0) : first
    const light = 0.299 * first + 0.587 * second + 0.114 * third
    const isTransparent =
      transparent !== undefined &&
      first === transparent[0] &&
      (!isColour || (second === transparent[1] && third === transparent[2]))
    const alpha = isTransparent ? 0 : hasAlpha ? (samples[at + channels - 1] ?? 0) / greatest : 1
    grey[pixel] = Math.round((255 * (light * alpha + ground * greatest * (1 - alpha))) / greatest)
  }
  return grey
}
