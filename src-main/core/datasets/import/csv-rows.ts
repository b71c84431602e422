import type { GlyphlabError } from '../../errors'
import { PIXELS_PER_IMAGE } from '../dataset'
import { invalidSource } from './source-file'

export const CSV_HINT =
  'Correct that line or fetch the file again: a line holds a label and 784 pixels, whole numbers from 0 to 255, parted by commas.'

const VALUES = PIXELS_PER_IMAGE + 1
const GREATEST_VALUE = 255
const MOST_DIGITS = 3
/** As much of a wrong value as a message shows. */
const SHOWN_BYTES = 40

const [ZERO, NINE, COMMA, LINE_FEED, RETURN] = [0x30, 0x39, 0x2c, 0x0a, 0x0d]
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf)

/** Takes the bytes of a CSV file with a label and 784 pixels a line, as they come. */
export class CsvRows {
  /** How many are whole. */
  rows = 0
  #line = 1
  #column = 0
  #value = 0
  #digits = 0
  /** After a return only a line feed can follow. */
  #returned = false
  #inHeader: boolean
  /** The first bytes of the file, until it is clear whether they are a byte order mark. */
  #beginning: Buffer | null = Buffer.of()
  /** The end of the chunk before, where the value at hand began. */
  #valueSoFar = Buffer.of()

  constructor(
    private readonly location: string,
    hasHeader: boolean,
    private readonly labels: Uint8Array,
    private readonly images: Uint8Array,
  ) {
    this.#inHeader = hasHeader
  }

  take(chunk: Buffer): void {
    if (this.#beginning === null) {
      this.#takeLines(chunk)
      return
    }
    const beginning = Buffer.concat([this.#beginning, chunk])
    if (beginning.length < BYTE_ORDER_MARK.length) this.#beginning = beginning
    else this.#begin(beginning)
  }

  /** Ends the last line where nothing else did. */
  finish(): void {
    if (this.#beginning !== null) this.#begin(this.#beginning)
    if (this.#returned) throw this.#lonelyReturn()
    if (this.#column === 0 && this.#digits === 0) return
    this.#endValue(Buffer.of(), 0)
    this.#endRow()
  }

  #begin(bytes: Buffer): void {
    this.#beginning = null
    const isMarked = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    this.#takeLines(isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes)
  }

  #takeLines(bytes: Buffer): void {
    let start = 0
    if (this.#inHeader) {
      const end = bytes.indexOf(LINE_FEED)
      if (end < 0) return
      this.#inHeader = false
      this.#line += 1
      start = end + 1
    }
    this.#takeValues(start === 0 ? bytes : bytes.subarray(start))
  }

  /** The loop that takes the time: 240 million bytes for the largest of Kaggle's files. */
  #takeValues(bytes: Buffer): void {
    const { length } = bytes
    let at = 0
    if (this.#returned && length > 0) {
      if (bytes[0] !== LINE_FEED) throw this.#lonelyReturn()
    }
    let value = this.#value
    let digits = this.#digits
    for (; at < length; at++) {
      const byte = bytes[at] ?? 0
      if (byte >= ZERO && byte <= NINE) {
        value = value * 10 + (byte - ZERO)
        digits += 1
        continue
      }
      this.#value = value
      this.#digits = digits
      if (byte === COMMA) {
        this.#endValue(bytes, at)
        if (this.#column === VALUES) throw this.#wrongCount(`more than ${VALUES}`)
      } else if (byte === LINE_FEED) {
        if (this.#column === 0 && digits === 0)
          throw this.#fault('is empty; expected a label and 784 pixels')
        this.#endValue(bytes, at)
        this.#endRow()
        this.#returned = false
      } else if (byte === RETURN) {
        if (at + 1 < length && bytes[at + 1] !== LINE_FEED) throw this.#lonelyReturn()
        this.#returned = true
        continue
      } else {
        throw this.#wrongValue(bytes, at)
      }
      value = 0
      digits = 0
    }
    this.#value = value
    this.#digits = digits
    const begun = bytes.subarray(this.#startOfValue(bytes, length))
    this.#valueSoFar = Buffer.concat([
      begun.length < length ? Buffer.of() : this.#valueSoFar,
      begun,
    ]).subarray(0, SHOWN_BYTES)
  }

  #endValue(bytes: Buffer, at: number): void {
    const value = this.#value
    if (this.#digits === 0 || this.#digits > MOST_DIGITS || value > GREATEST_VALUE)
      throw this.#wrongValue(bytes, at)
    if (this.#column === 0) this.labels[this.rows] = value
    else this.images[this.rows * PIXELS_PER_IMAGE + this.#column - 1] = value
    this.#column += 1
    this.#value = 0
    this.#digits = 0
  }

  #endRow(): void {
    if (this.#column !== VALUES) throw this.#wrongCount(String(this.#column))
    this.rows += 1
    this.#line += 1
    this.#column = 0
  }

  #startOfValue(bytes: Buffer, at: number): number {
    let start = at
    while (start > 0 && bytes[start - 1] !== COMMA && bytes[start - 1] !== LINE_FEED) start -= 1
    return start
  }

  #wrongValue(bytes: Buffer, at: number): GlyphlabError {
    const start = this.#startOfValue(bytes, at)
    const before = start === 0 ? this.#valueSoFar : Buffer.of()
    const shown = Buffer.concat([before, bytes.subarray(start, at + SHOWN_BYTES)])
    const [text = ''] = shown.toString('utf8').split(/[,\r\n]/)
    const found = JSON.stringify(text.slice(0, SHOWN_BYTES))
    return this.#line === 1 && this.#column === 0
      ? this.#fault(
          `expected a label from 0 to 255, or a header that begins with label; found ${found}`,
        )
      : this.#fault(
          `expected a whole number from 0 to 255, found ${found}`,
          `, value ${this.#column + 1}`,
        )
  }

  #wrongCount(found: string): GlyphlabError {
    return this.#fault(`expected ${VALUES} values, a label and 784 pixels; found ${found}`)
  }

  #lonelyReturn(): GlyphlabError {
    return this.#fault('a carriage return without the line feed that ends a line')
  }

  #fault(problem: string, place = ''): GlyphlabError {
    const location = `${this.location}, line ${this.#line}${place}`
    return invalidSource(location, problem, { hint: CSV_HINT })
  }
}
