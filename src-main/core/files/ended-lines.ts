import { createReadStream } from 'node:fs'

const CHUNK_BYTES = 256 * 1024
/** In bytes: many times what a line of ours takes, or one of 256 probabilities. */
export const LONGEST_LINE = 2 ** 20
const NEWLINE = 0x0a

/** A line that has its end, without it. */
export interface EndedLine {
  /** Where it begins, in bytes. */
  readonly position: number
  /** Null where it is longer than any of ours: nothing behind it is read. */
  readonly text: string | null
}

/**
 * Streams the lines of a file in blocks, whatever its length; a last one without its end is left out. To be
 * asked of files only: a pipe is waited for without end.
 * @throws the system's error
 */
export async function* endedLines(path: string): AsyncGenerator<readonly EndedLine[]> {
  const source: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  let rest = Buffer.alloc(0)
  let position = 0
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk])
    const lines: EndedLine[] = []
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      lines.push({ position: position + start, text: bytes.toString('utf8', start, end) })
      start = end + 1
    }
    yield lines
    rest = bytes.subarray(start)
    position += start
    if (rest.length > LONGEST_LINE) {
      yield [{ position, text: null }]
      return
    }
  }
}
