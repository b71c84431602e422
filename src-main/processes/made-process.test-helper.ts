import type { ProcessHost, ProcessOptions } from './process-host'
import type { ProcessOutcome } from './process-outcome'
import type { StartProcess } from './start-process'

/** A process that does nothing by itself: a test says what it says and how it ends. */
export interface MadeProcess {
  readonly name: string
  /** What it was asked, in order. */
  readonly requests: readonly object[]
  /** With how much grace it was stopped. */
  readonly stops: readonly number[]
  /** As its schema takes it. */
  say(message: unknown): void
  write(line: string): void
  end(outcome: ProcessOutcome): Promise<void>
}

class MadeHost<Request extends object, Reply extends object>
  implements ProcessHost<Request, Reply>, MadeProcess
{
  readonly processId = 1
  readonly name: string
  readonly ended: Promise<ProcessOutcome>
  readonly lastLines: string[] = []
  readonly requests: Request[] = []
  readonly stops: number[] = []
  #resolveEnded: (outcome: ProcessOutcome) => void = () => undefined
  readonly #listeners: ((reply: Reply) => void)[] = []

  constructor(readonly options: ProcessOptions<Request, Reply> & { readonly name: string }) {
    this.name = options.name
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve))
  }

  post(request: Request): void {
    this.requests.push(request)
  }

  /** Forgets no listener, so that what is said too late arrives. */
  onMessage(listener: (reply: Reply) => void): () => void {
    this.#listeners.push(listener)
    return () => undefined
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<ProcessOutcome> {
    this.stops.push(graceMs)
    this.#resolveEnded({ kind: 'stopped' })
    return this.ended
  }

  say(message: unknown): void {
    const reply = this.options.replySchema.parse(message)
    for (const listener of this.#listeners) listener(reply)
  }

  write(line: string): void {
    this.lastLines.push(line)
    this.options.onLine?.(line)
  }

  async end(outcome: ProcessOutcome): Promise<void> {
    this.#resolveEnded(outcome)
    // What follows an end follows in a few turns.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Starts made processes and keeps them. */
export class MadeProcesses {
  readonly all: MadeProcess[] = []

  readonly start: StartProcess = (options) => {
    const host = new MadeHost(options)
    this.all.push(host)
    return host
  }

  get last(): MadeProcess {
    const last = this.all.at(-1)
    if (last === undefined) throw new Error('no process was started')
    return last
  }
}
