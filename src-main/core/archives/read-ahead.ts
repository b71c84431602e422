import { RandomAccessReader } from 'yauzl'
import type { ByteSource } from './byte-source'

/** A directory of up to a thousand names or so: one request. */
const BLOCK_BYTES = 2 ** 20

interface Block {
  readonly start: number
  readonly bytes: Buffer
}

/**
 * Serves yauzl's reads, of which there are two an entry, from blocks read ahead: over HTTP the end of an
 * archive is one request and its directory another, or none where it lies in that end already.
 */
export class ReadAhead extends RandomAccessReader {
  /** The end of the archive, read first and met again at the end of the directory. */
  #end: Block | undefined
  #latest: Block | undefined

  constructor(private readonly source: ByteSource) {
    super()
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    void this.#fill(buffer.subarray(offset, offset + length), position).then(
      () => callback(null),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    )
  }

  async #fill(target: Buffer, position: number): Promise<void> {
    const end = position + target.length
    if (!Number.isSafeInteger(end) || end > this.source.bytes)
      throw new Error(`it refers to byte ${position}, beyond its end`)
    for (let filled = 0; filled < target.length;) {
      const at = position + filled
      const block = this.#blockAt(at) ?? (await this.#readBlock(at, end))
      filled += block.bytes.copy(target, filled, at - block.start)
    }
  }

  #blockAt(position: number): Block | undefined {
    return [this.#end, this.#latest].find(
      (block) =>
        block !== undefined &&
        position >= block.start &&
        position < block.start + block.bytes.length,
    )
  }

  async #readBlock(start: number, wantedEnd: number): Promise<Block> {
    const knownFrom = this.#end?.start ?? this.source.bytes
    const end = Math.min(start + BLOCK_BYTES, Math.max(wantedEnd, knownFrom), this.source.bytes)
    const block = { start, bytes: await this.source.read(start, end) }
    if (this.#end === undefined && end === this.source.bytes) this.#end = block
    else this.#latest = block
    return block
  }
}
