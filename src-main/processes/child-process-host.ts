import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { internalError } from '../core/errors'
import { childEnvironment } from './child-environment'
import { endWithin } from './end-within'
import { HeardReplies } from './heard-replies'
import { LastLines } from './last-lines'
import type { ProcessHost, ProcessOptions } from './process-host'
import type { ProcessOutcome } from './process-outcome'

const KEPT_LINES = 40

/** A grandchild can hold the pipes open after the process itself is gone: do not wait for it any longer. */
const DRAIN_MS = 1000

/** A {@link ProcessHost} over Node's `child_process`. The process runs from construction on. */
export class ChildProcessHost<Request extends object, Reply extends object> implements ProcessHost<
  Request,
  Reply
> {
  readonly ended: Promise<ProcessOutcome>
  readonly #child: ChildProcess | undefined
  readonly #stopRequest: Request
  readonly #output: LastLines
  readonly #replies: HeardReplies<Reply>
  #stopping = false

  constructor(options: ProcessOptions<Request, Reply>) {
    this.#output = new LastLines(KEPT_LINES, options.onLine)
    this.#replies = new HeardReplies(options.replySchema, () => this.#child?.kill('SIGKILL'))
    this.#stopRequest = options.stopRequest
    // Node would start, and only then find nothing to run.
    if (!existsSync(options.file)) {
      const cause = internalError(`there is no ${options.file} to start`)
      this.ended = Promise.resolve({ kind: 'failed-to-start', cause })
      return
    }
    this.#child = fork(options.file, [], {
      env: childEnvironment(process.env, options.environment),
      execArgv: [],
      // Typed arrays arrive as such.
      serialization: 'advanced',
      // Standard output belongs to results, which a child has none of.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#output.add(text))
    this.#child.on('message', (message) => this.#replies.receive(message))
    this.ended = this.#watch(this.#child)
  }

  get processId(): number | undefined {
    return this.#child?.pid
  }

  get lastLines(): readonly string[] {
    return this.#output.lines
  }

  post(request: Request): void {
    if (this.#child?.connected !== true) return
    // The callback keeps a process that is just ending from throwing here.
    this.#child.send(request, () => undefined)
  }

  onMessage(listener: (reply: Reply) => void): () => void {
    return this.#replies.listen(listener)
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<ProcessOutcome> {
    this.#stopping = true
    this.post(this.#stopRequest)
    return endWithin(this.ended, graceMs, () => this.#child?.kill('SIGKILL'))
  }

  async #watch(child: ChildProcess): Promise<ProcessOutcome> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    return new Promise<ProcessOutcome>((resolve) => {
      child.on('error', (cause) => {
        if (child.pid === undefined) resolve({ kind: 'failed-to-start', cause })
      })
      child.once('exit', (code, signal) => {
        const drained = delay(DRAIN_MS, undefined, { ref: false })
        void Promise.race([closed, drained]).then(() => resolve(this.#outcome(code, signal)))
      })
    })
  }

  #outcome(code: number | null, signal: NodeJS.Signals | null): ProcessOutcome {
    const { misspoken } = this.#replies
    if (misspoken !== undefined) return { kind: 'misspoke', cause: misspoken }
    if (this.#stopping) return { kind: 'stopped' }
    if (signal === 'SIGKILL') return { kind: 'killed', possiblyOutOfMemory: true }
    if (signal !== null) return { kind: 'crashed', signal }
    return { kind: 'exited', code: code ?? 0 }
  }
}
