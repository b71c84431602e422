import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'

/** What an idx file of unsigned bytes can hold here, with the magic number that says so. */
export const IDX_KINDS = {
  /** `[count]` */
  labels: { magic: 0x00000801, dimensionCount: 1 },
  /** `[count, height, width]` */
  images: { magic: 0x00000803, dimensionCount: 3 },
} as const
export type IdxKind = keyof typeof IDX_KINDS

/** Large enough to keep the event loop out of the way, small enough to leave no heap of garbage. */
const CHUNK_BYTES = 256 * 1024

/** Deflate cannot do better: 258 bytes from 2 bits. */
const GREATEST_COMPRESSION = 1032

/** Where the bytes behind the header go, and who is told as they arrive. */
export interface IdxTarget {
  /** Exactly as many bytes as the dimensions multiply to. */
  readonly data: Uint8Array
  /** Called with the number of bytes of `data` that are filled so far. */
  readonly onFilled?: (byteCount: number) => void
}

/**
 * Streams an idx file of unsigned bytes (LeCun's format of MNIST: big-endian magic number, dimensions,
 * then the bytes), gunzipping it where its name ends in `.gz`. No more than a few chunks are held.
 *
 * @param accept is given the dimensions, may refuse them by throwing, and says where the bytes go; it is
 *   not called where the file cannot be as long as its header says
 * @throws GlyphlabError `dataset-invalid`: unreadable, wrong magic number, truncated, trailing bytes,
 *   damaged gzip
 */
export async function readIdx(
  path: string,
  kind: IdxKind,
  accept: (dimensions: readonly number[]) => IdxTarget,
): Promise<void> {
  const compressed = path.endsWith('.gz')
  try {
    const status = await stat(path)
    // A pipe would be waited for, without end and without a way to interrupt.
    if (!status.isFile()) throw invalid(path, 'is no file')
    const fileBytes = status.size
    const limit = compressed ? fileBytes * GREATEST_COMPRESSION : fileBytes
    const sink = new IdxSink(path, kind, limit, accept)
    const source = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    const gunzip = compressed ? createGunzip({ chunkSize: CHUNK_BYTES }) : null
    // The pipeline closes both streams whatever happens; its errors arrive through the loop as well.
    const bytes: AsyncIterable<Buffer> =
      gunzip === null ? source : pipeline(source, gunzip, () => undefined)
    for await (const chunk of bytes) sink.take(chunk)
    sink.finish()
    // Node's gunzip stops silently at zeros behind the compressed data.
    const trailing = gunzip === null ? 0 : fileBytes - gunzip.bytesWritten
    if (trailing > 0) throw invalid(path, `${trailing} trailing bytes after the gzip data`)
  } catch (error) {
    throw error instanceof GlyphlabError ? error : unreadable(path, error)
  }
}

/** Takes the bytes of one idx file as they come. */
class IdxSink {
  readonly #header: Buffer
  #headerBytes = 0
  #target: IdxTarget | null = null
  #dataBytes = 0

  constructor(
    private readonly path: string,
    private readonly kind: IdxKind,
    private readonly limitBytes: number,
    private readonly accept: (dimensions: readonly number[]) => IdxTarget,
  ) {
    this.#header = Buffer.alloc(4 + 4 * IDX_KINDS[kind].dimensionCount)
  }

  take(chunk: Buffer): void {
    let taken = 0
    if (this.#headerBytes < this.#header.length) {
      taken = chunk.copy(this.#header, this.#headerBytes)
      this.#headerBytes += taken
      if (this.#headerBytes === this.#header.length) this.#target = this.#open()
    }
    if (this.#target !== null) this.#fill(this.#target, chunk.subarray(taken))
  }

  /** Refuses a file that ended too early. */
  finish(): void {
    if (this.#target === null) {
      if (this.#headerBytes >= 4) this.#checkMagic()
      throw invalid(
        this.path,
        `truncated: ${this.#headerBytes} bytes, expected a header of ${this.#header.length}`,
      )
    }
    const expected = this.#target.data.length
    if (this.#dataBytes < expected) {
      throw invalid(
        this.path,
        `truncated: ${this.#dataBytes} bytes of ${this.kind} after the header, expected ${expected}`,
      )
    }
  }

  #open(): IdxTarget {
    this.#checkMagic()
    const dimensions: number[] = []
    for (let at = 4; at < this.#header.length; at += 4)
      dimensions.push(this.#header.readUInt32BE(at))
    const dataBytes = dimensions.reduce((product, size) => product * size, 1)
    if (this.#header.length + dataBytes > this.limitBytes) {
      throw invalid(
        this.path,
        `truncated: its header says ${dimensions.join(' x ')}, more than the file can hold`,
      )
    }
    const target = this.accept(dimensions)
    if (target.data.length !== dataBytes) {
      throw new RangeError(`room for ${target.data.length} bytes, needed ${dataBytes}`)
    }
    return target
  }

  #checkMagic(): void {
    const { magic } = IDX_KINDS[this.kind]
    const found = this.#header.readUInt32BE(0)
    if (found !== magic) {
      throw invalid(
        this.path,
        `wrong magic number 0x${hexadecimal(found)}, expected 0x${hexadecimal(magic)} (idx ${this.kind})` +
          (found >>> 16 === 0x1f8b ? '; this is gzip data, whose name must end in .gz' : ''),
      )
    }
  }

  #fill(target: IdxTarget, bytes: Buffer): void {
    if (this.#dataBytes + bytes.length > target.data.length) {
      throw invalid(
        this.path,
        `trailing bytes: more than the ${target.data.length} bytes of ${this.kind} its header says`,
      )
    }
    target.data.set(bytes, this.#dataBytes)
    this.#dataBytes += bytes.length
    target.onFilled?.(this.#dataBytes)
  }
}

function unreadable(path: string, error: unknown): GlyphlabError {
  const code = systemErrorCode(error) ?? ''
  const reason = error instanceof Error ? error.message : String(error)
  if (code === 'Z_BUF_ERROR') return invalid(path, 'truncated: its gzip data ends too early', error)
  if (code.startsWith('Z_')) return invalid(path, `damaged gzip data (${reason})`, error)
  return invalid(path, `cannot be read (${code === '' ? reason : code})`, error)
}

function invalid(path: string, problem: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('dataset-invalid', `${path}: ${problem}`, undefined, { cause })
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, '0')
}
