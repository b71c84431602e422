import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { LONGEST_LINE } from '../../files/ended-lines'
import { systemErrorCode } from '../../files/file-error'
import { GlyphlabError } from '../../errors'
import { invalidPredictions } from './invalid-predictions'

const CHUNK_BYTES = 256 * 1024

/** Whole lines of a text file, each ended by a line feed alone. */
export interface LineBlock {
  readonly text: string
  /** Number of its first line, counted from 1. */
  readonly firstLine: number
}

/**
 * Streams a text file (UTF-8, with or without a byte order mark, lines ended either way) as blocks of whole
 * lines. No more than a few chunks are held, whatever is in the file.
 *
 * @throws GlyphlabError `predictions-invalid`: unreadable, no file, not text, a line without end
 */
export async function* lineBlocks(path: string): AsyncGenerator<LineBlock> {
  // Drops the mark; refuses UTF-16, gzip and the like by their first bytes.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let firstLine = 1
  try {
    // A pipe would be waited for, without end and without a way to interrupt.
    if (!(await stat(path)).isFile()) throw invalidPredictions(path, 'is no file')
    const source: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    for await (const chunk of source) {
      rest += decoder.decode(chunk, { stream: true })
      const end = rest.lastIndexOf('\n') + 1
      if (end > 0) {
        const block = lines(rest.slice(0, end), firstLine)
        rest = rest.slice(end)
        yield block
        firstLine += lineCount(block)
      }
      if (rest.length > LONGEST_LINE)
        throw invalidPredictions(
          path,
          `line ${firstLine} does not end within ${LONGEST_LINE} characters`,
        )
    }
    rest += decoder.decode()
  } catch (error) {
    throw error instanceof GlyphlabError ? error : unreadable(path, error)
  }
  if (rest !== '') yield lines(`${rest}\n`, firstLine)
}

function lines(text: string, firstLine: number): LineBlock {
  return { text: text.replaceAll('\r\n', '\n'), firstLine }
}

function lineCount({ text }: LineBlock): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

function unreadable(path: string, error: unknown): GlyphlabError {
  const code = systemErrorCode(error)
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return invalidPredictions(path, 'is not text in UTF-8', { cause: error })
  const reason = code ?? (error instanceof Error ? error.message : String(error))
  return invalidPredictions(path, `cannot be read (${reason})`, { cause: error })
}
