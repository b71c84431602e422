import { grouped } from '../number-text'
import {
  headerText,
  parseContentLength,
  parseContentRange,
  parseRetryAfter,
  validatorOf,
} from './header-values'
import { HttpFault, statusFault } from './http-fault'
import { discard, type Answer, type HttpRoute } from './http-route'
import type { Patience } from './patience'
import { watchedBody } from './watched-body'

/** Where the bytes go: a part on the disk, or memory. */
export interface Sink {
  /** How many it holds. */
  readonly bytes: number
  /** Of the version of the file that they are of. */
  readonly validator: string | null
  append(piece: Uint8Array): Promise<void>
  /** Drops all bytes. */
  restart(validator: string | null): Promise<void>
}

/** The bytes that are wanted. */
export interface Span {
  readonly start: number
  /** Behind the last one; null where nobody knows how long the file is. */
  readonly end: number | null
  /** False for a part of the file. */
  readonly isWhole: boolean
}

export interface TransferOptions {
  readonly route: HttpRoute
  readonly patience: Patience
  /** Of the whole file, where known: one of another size is refused before it is read. */
  readonly fileBytes: number | null
  /** A longer one is not fetched to its end. */
  readonly mostBytes: number | undefined
  readonly onBytes: (received: number) => void
}

/** Where an answer ends, and where what is wanted does: a server may send less; null where it does not say. */
interface Ends {
  readonly bodyEnd: number | null
  readonly wantedEnd: number | null
}

/** Fetches a span into a sink, a request a call, each going on where the last one ended. */
export class Transfer {
  #hasRangeBeenRefused = false

  constructor(
    private readonly span: Span,
    private readonly sink: Sink,
    private readonly options: TransferOptions,
  ) {}

  /**
   * One request. It resolves when the sink holds the whole span.
   * @throws HttpFault or the network's error; what came before that is in the sink
   */
  async attempt(): Promise<void> {
    const { start, end } = this.span
    const position = start + this.sink.bytes
    if (position === end) return
    const answer = await this.options.route.get(this.#headers(position))
    try {
      await this.#receive(answer, await this.#begin(answer, position))
    } finally {
      discard(answer)
    }
  }

  #headers(position: number): Record<string, string> {
    const { end, isWhole } = this.span
    if (isWhole && position === 0) return {}
    const range = `bytes=${position}-${end === null ? '' : end - 1}`
    const { validator } = this.sink
    return validator === null ? { range } : { range, 'if-range': validator }
  }

  /** Checks what the answer holds, before its body is read. */
  async #begin(answer: Answer, position: number): Promise<Ends> {
    switch (answer.status) {
      case 200:
        return this.#beginWhole(answer)
      case 206:
        return this.#beginPart(answer, position)
      case 416:
        if (this.#hasRangeBeenRefused || this.sink.bytes === 0) throw faultOf(answer)
        this.#hasRangeBeenRefused = true
        await this.sink.restart(this.sink.validator)
        throw new HttpFault('the server refuses to go on with the file', { isPassing: true })
      default:
        throw faultOf(answer)
    }
  }

  async #beginWhole(answer: Answer): Promise<Ends> {
    requireIdentity(answer)
    const validator = validatorOf(answer.headers)
    if (!this.span.isWhole)
      throw new HttpFault(
        isOther(validator, this.sink.validator) ? CHANGED : 'the server sends no parts of a file',
        { isPassing: false },
      )
    const length = parseContentLength(headerText(answer.headers, 'content-length'))
    requireSize(length, this.options.fileBytes)
    if (this.sink.bytes > 0 || isOther(validator, this.sink.validator))
      await this.sink.restart(validator)
    const { end } = this.span
    return { bodyEnd: length ?? end, wantedEnd: end ?? length }
  }

  async #beginPart(answer: Answer, position: number): Promise<Ends> {
    requireIdentity(answer)
    const range = parseContentRange(headerText(answer.headers, 'content-range'))
    const length = parseContentLength(headerText(answer.headers, 'content-length'))
    if (range !== null) requireSize(range.bytesTotal, this.options.fileBytes)
    const isAsked = range?.start === position && range.end <= (this.span.end ?? range.end)
    if (
      range === null ||
      !isAsked ||
      (length ?? range.end - range.start) !== range.end - range.start
    )
      throw new HttpFault('the server sends another part of the file than it was asked for', {
        isPassing: true,
      })
    const validator = validatorOf(answer.headers)
    if (isOther(validator, this.sink.validator)) {
      if (this.span.isWhole) await this.sink.restart(validator)
      throw new HttpFault(CHANGED, { isPassing: this.span.isWhole })
    }
    return { bodyEnd: range.end, wantedEnd: this.span.end ?? range.bytesTotal }
  }

  async #receive(answer: Answer, { bodyEnd, wantedEnd }: Ends): Promise<void> {
    const { start } = this.span
    for await (const piece of watchedBody(answer.body, this.options.patience)) {
      if (bodyEnd !== null && start + this.sink.bytes + piece.length > bodyEnd) {
        await this.sink.restart(this.sink.validator)
        throw new HttpFault('the server sent more bytes than it had said', { isPassing: true })
      }
      await this.#requireFew(start + this.sink.bytes + piece.length)
      await this.sink.append(piece)
      this.options.onBytes(piece.length)
    }
    const wanted = wantedEnd ?? bodyEnd
    const position = start + this.sink.bytes
    if (wanted !== null && position < wanted)
      throw new HttpFault(
        `the server sent ${grouped(this.sink.bytes)} of ${grouped(wanted - start)} bytes`,
        { isPassing: true },
      )
  }

  /** What came of a file that is too long is of no use. */
  async #requireFew(bytes: number): Promise<void> {
    try {
      requireAtMost(bytes, this.options.mostBytes)
    } catch (fault) {
      await this.sink.restart(this.sink.validator)
      throw fault
    }
  }
}

const CHANGED = 'the file at the server has changed meanwhile'

/** What is not said differs from nothing. */
function isOther(validator: string | null, known: string | null): boolean {
  return validator !== null && known !== null && validator !== known
}

/** An answer that is no file, as a fault. */
export function faultOf({ status, headers, url }: Answer): HttpFault {
  return statusFault(status, url, parseRetryAfter(headerText(headers, 'retry-after')))
}

/**
 * What is packed on the way has other bytes than the file, and ranges of those. A `.gz` that is said to be
 * packed so is but the file itself: older servers say it of every file of that name.
 * @throws HttpFault
 */
export function requireIdentity({ headers, url }: Answer): void {
  const encoding = headerText(headers, 'content-encoding') ?? 'identity'
  const isItself = url.pathname.endsWith('.gz') && /^(x-)?gzip$/i.test(encoding)
  if (encoding !== 'identity' && encoding !== '' && !isItself)
    throw new HttpFault(
      `${url.host} sends it packed as ${encoding}, though asked for it as it is`,
      {
        isPassing: false,
      },
    )
}

/** @throws HttpFault for a file of another size */
export function requireSize(bytes: number | null, expected: number | null): void {
  if (bytes !== null && expected !== null && bytes !== expected)
    throw new HttpFault(
      `the file at the server has ${grouped(bytes)} bytes, expected ${grouped(expected)}`,
      { isPassing: false, hint: OTHER_FILE_HINT },
    )
}

/** @throws HttpFault for a longer file */
export function requireAtMost(bytes: number, most = Infinity): void {
  if (bytes > most)
    throw new HttpFault(`the file at the server has more than ${grouped(most)} bytes`, {
      isPassing: false,
      hint: OTHER_FILE_HINT,
    })
}

const OTHER_FILE_HINT =
  'The server has another file there than the one that was meant: try again later, or carry the files by hand and take them in by `glyphlab data import`.'
