import { createHash } from 'node:crypto'
import type { KnownFile } from '../about'
import { GREATEST_IMAGE_COUNT } from '../idx-parts'
import { CSV_HINT } from './csv-rows'
import { invalidSource, unreadable, type SourceFile } from './source-file'

/** What is known of a CSV file before a number of it is read. */
export interface CsvSize {
  /** Lines of numbers. */
  readonly rows: number
  /** Whether its first line is a header. */
  readonly hasHeader: boolean
  readonly content: KnownFile
}

/** Far more than 785 numbers or their names take: what is longer is no line of an image. */
const LONGEST_LINE_BYTES = 64 * 1024
const LINE_FEED = 0x0a

/** As a header begins, behind a byte order mark or none, in quotes or not. */
const HEADER_PATTERN = /^(?:\xef\xbb\xbf)?"?label\b/i
const HEADER_BYTES = 16

/**
 * Counts the lines of a CSV file, so that there is room for its images before they are read, and takes its
 * checksum on the way. Nothing of it is held.
 *
 * @param onRead told of the bytes as they are read
 * @throws GlyphlabError `dataset-invalid` for an empty file, or a line too long to be one
 */
export async function measureCsv(
  file: SourceFile,
  signal?: AbortSignal,
  onRead?: (bytes: number) => void,
): Promise<CsvSize> {
  const hash = createHash('sha256')
  let beginning = ''
  let lines = 0
  let lineBytes = 0
  let bytes = 0
  try {
    const stream: AsyncIterable<Buffer> = await file.open()
    for await (const chunk of stream) {
      signal?.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      if (beginning.length < HEADER_BYTES)
        beginning += chunk.toString('latin1', 0, HEADER_BYTES - beginning.length)
      let start = 0
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        requireShort(file, lineBytes + end - start, lines)
        lines += 1
        requireFewLines(file, lines)
        lineBytes = 0
        start = end + 1
      }
      lineBytes += chunk.length - start
      requireShort(file, lineBytes, lines)
      onRead?.(chunk.length)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw unreadable(file.location, error)
  }
  if (bytes === 0) throw invalidSource(file.location, 'is empty')
  const hasHeader = HEADER_PATTERN.test(beginning)
  const allLines = lines + (lineBytes > 0 ? 1 : 0)
  return {
    rows: hasHeader ? allLines - 1 : allLines,
    hasHeader,
    content: { name: file.name, bytes, sha256: hash.digest('hex') },
  }
}

/** No data set has so many images: what follows need not be counted. */
function requireFewLines({ location }: SourceFile, lines: number): void {
  if (lines > GREATEST_IMAGE_COUNT + 1)
    throw invalidSource(location, `has more than ${GREATEST_IMAGE_COUNT} lines`, { hint: CSV_HINT })
}

function requireShort({ location }: SourceFile, lineBytes: number, linesBefore: number): void {
  if (lineBytes > LONGEST_LINE_BYTES)
    throw invalidSource(
      `${location}, line ${linesBefore + 1}`,
      `has no end within ${LONGEST_LINE_BYTES} bytes; expected a label and 784 pixels a line`,
      { hint: CSV_HINT },
    )
}
