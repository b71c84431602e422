import type { ErrorData } from '../../src-preload/contract/errors'
import type { Output } from './output'
import { barStyle, percentDone, progressBar, type BarStyle } from './progress-bar'

/** A log gets a line of progress this often at most; a terminal has one line that is drawn anew. */
const LOG_INTERVAL_MS = 10_000
const REDRAW_INTERVAL_MS = 100

const CLEAR_LINE = '\r\u001b[K'

/** Results go to standard output, everything else to standard error. */
export interface Printer {
  /** A result: `asText` of it, or with `--json` one JSON line of it. */
  result<T extends object>(result: T, asText: (result: T) => string): void
  /** Something that happened on the way to the result: one JSON line with `--json`, else nothing. */
  event(event: object): void
  /**
   * Where the work stands now, in one line that the next one replaces (in a log: one every ten seconds).
   * @param fraction how much of it is done, from 0 to 1: a bar on a terminal, a percentage in a log
   */
  progress(line: string, fraction?: number): void
  /** A line that stays on standard error. */
  note(line: string): void
  /** `glyphlab: <message> <hint>` on standard error; with `--json` also an object on standard output. */
  error(error: ErrorData): void
}

export interface PrinterOptions {
  readonly results: Output
  readonly messages: Output
  readonly json: boolean
  readonly environment?: NodeJS.ProcessEnv
  /** A clock in milliseconds. */
  readonly now?: () => number
}

export class StreamPrinter implements Printer {
  readonly #results: Output
  readonly #messages: Output
  readonly #json: boolean
  readonly #now: () => number
  readonly #terminal: boolean
  readonly #barStyle: BarStyle
  #progressAtMs = -Infinity
  #progressShown = false

  constructor({
    results,
    messages,
    json,
    environment = process.env,
    now = () => performance.now(),
  }: PrinterOptions) {
    this.#results = results
    this.#messages = messages
    this.#json = json
    this.#now = now
    this.#terminal = messages.stream.isTTY === true && environment['TERM'] !== 'dumb'
    this.#barStyle = barStyle(environment)
  }

  result<T extends object>(result: T, asText: (result: T) => string): void {
    if (this.#json) this.event(result)
    else this.#writeResult(withoutCommands(asText(result).replace(/\n+$/, '')))
  }

  event(event: object): void {
    if (this.#json) this.#writeResult(JSON.stringify(event))
  }

  progress(line: string, fraction?: number): void {
    const intervalMs = this.#terminal ? REDRAW_INTERVAL_MS : LOG_INTERVAL_MS
    const nowMs = this.#now()
    if (nowMs - this.#progressAtMs < intervalMs) return
    this.#progressAtMs = nowMs
    if (!this.#terminal) {
      this.#messages.write(
        fraction === undefined ? `${line}\n` : `${percentDone(fraction)}  ${line}\n`,
      )
      return
    }
    // Asked each time: a window may be resized. The last column would make some terminals wrap.
    // Some terminals say 0, for not known.
    const columns = (this.#messages.stream.columns || 80) - 1
    this.#messages.write(CLEAR_LINE + progressBar(line, fraction, columns, this.#barStyle))
    this.#progressShown = true
  }

  note(line: string): void {
    this.#clearProgress()
    this.#messages.write(`${withoutCommands(line)}\n`)
  }

  error(error: ErrorData): void {
    const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`
    this.note(oneLine(`glyphlab: ${message} ${error.hint}`))
    this.event({ type: 'error', error })
  }

  /** Leaves the terminal in order and resolves when all is written. */
  async close(): Promise<void> {
    this.#clearProgress()
    await Promise.all([this.#results.flush(), this.#messages.flush()])
  }

  #writeResult(text: string): void {
    // Both streams may end at one terminal.
    this.#clearProgress()
    this.#results.write(`${text}\n`)
  }

  #clearProgress(): void {
    if (this.#progressShown) this.#messages.write(CLEAR_LINE)
    this.#progressShown = false
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

/**
 * Notes, names and what a damaged file holds come from anywhere: a terminal must not take them for commands,
 * nor turn the rest of the line around.
 */
function withoutCommands(text: string): string {
  return text.replace(
    /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
