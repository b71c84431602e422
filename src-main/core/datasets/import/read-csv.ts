import { setUpright } from '../upright'
import { PIXELS_PER_IMAGE } from '../dataset'
import { CsvRows } from './csv-rows'
import type { CsvSize } from './measure-csv'
import { invalidSource, unreadable, type SourceFile } from './source-file'

/** A row has at least a digit a value, and something behind each but perhaps the last. */
const LEAST_ROW_BYTES = 2 * (PIXELS_PER_IMAGE + 1)

/** Where the rows of a CSV file go. */
export interface CsvTarget {
  /** `[rows]` */
  readonly labels: Uint8Array
  /** `[rows, 28, 28]` */
  readonly images: Uint8Array
}

/**
 * How many rows to make room for: as many as were counted, or none where the file is too short to hold
 * them. Its fault is then found while it is read.
 */
export function roomFor({ rows, content }: CsvSize): number {
  return rows * LEAST_ROW_BYTES <= content.bytes + 1 ? rows : 0
}

/**
 * Streams a CSV file with a label and 784 pixels a line, as the EMNIST and MNIST files of Kaggle are: whole
 * numbers from 0 to 255, parted by commas, lines ended by LF or CRLF, the last one perhaps not ended; a
 * byte order mark and a header that begins with `label` may come first. Nothing else is taken. No more than
 * a few chunks are held.
 *
 * @param target with room for {@link roomFor} rows
 * @param isTransposed whether images lie as EMNIST's do; they are set upright
 * @param onRead told of the bytes as they are read
 * @throws GlyphlabError `dataset-invalid`, naming file, line and what was found; the signal's reason when
 *   aborted
 */
export async function readPixelCsv(
  file: SourceFile,
  { rows, hasHeader }: CsvSize,
  target: CsvTarget,
  isTransposed: boolean,
  signal?: AbortSignal,
  onRead?: (bytes: number) => void,
): Promise<void> {
  const { labels, images } = target
  const reader = new CsvRows(file.location, hasHeader, labels, images)
  let uprightRows = 0
  const turn = (): void => {
    const whole = Math.min(reader.rows, labels.length)
    if (isTransposed) setUpright(images, uprightRows, whole)
    uprightRows = whole
  }
  try {
    const stream: AsyncIterable<Buffer> = await file.open()
    for await (const chunk of stream) {
      signal?.throwIfAborted()
      reader.take(chunk)
      turn()
      onRead?.(chunk.length)
    }
    reader.finish()
    turn()
  } catch (error) {
    signal?.throwIfAborted()
    throw unreadable(file.location, error)
  }
  if (reader.rows !== rows || rows !== labels.length)
    throw invalidSource(file.location, 'has changed while it was read')
}
