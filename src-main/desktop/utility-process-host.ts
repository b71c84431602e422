import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { app, utilityProcess, type Details, type UtilityProcess } from 'electron'
import { internalError } from '../core/errors'
import { childEnvironment } from '../processes/child-environment'
import { endWithin } from '../processes/end-within'
import { HeardReplies } from '../processes/heard-replies'
import { LastLines } from '../processes/last-lines'
import type { ProcessHost, ProcessOptions } from '../processes/process-host'
import type { ProcessOutcome } from '../processes/process-outcome'
import { hearOutput } from './hear-output'
import { endOfProcess, type GoneReason } from './process-end'

const KEPT_LINES = 40
/** Electron tells of an end twice, in no fixed order: that it is, and why. */
const REASON_MS = 500
/** A grandchild can hold the pipe open after the process itself is gone. */
const DRAIN_MS = 1000

/** A {@link ProcessHost} over Electron's `utilityProcess`. The process runs from construction on. */
export class UtilityProcessHost<
  Request extends object,
  Reply extends object,
> implements ProcessHost<Request, Reply> {
  static #started = 0

  readonly ended: Promise<ProcessOutcome>
  readonly #child: UtilityProcess | undefined
  readonly #stopRequest: Request
  readonly #output: LastLines
  readonly #replies: HeardReplies<Reply>
  #hasEnded = false
  #isKilled = false
  #stopping = false

  constructor(options: ProcessOptions<Request, Reply> & { readonly name: string }) {
    this.#output = new LastLines(KEPT_LINES, options.onLine)
    this.#replies = new HeardReplies(options.replySchema, () => this.#kill())
    this.#stopRequest = options.stopRequest
    // Electron would start, and only then find nothing to run.
    if (!existsSync(options.file)) {
      const cause = internalError(`there is no ${options.file} to start`)
      this.ended = Promise.resolve({ kind: 'failed-to-start', cause })
      return
    }
    // Told apart by its name when Electron says why it is gone.
    const serviceName = `Glyphlab ${options.name} ${++UtilityProcessHost.#started}`
    const child = utilityProcess.fork(options.file, [], {
      serviceName,
      env: definedOnly(childEnvironment(process.env, options.environment)),
      execArgv: [],
      // Standard output belongs to results, which a child has none of.
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const drained = hearOutput(child, (text) => this.#output.add(text))
    child.on('message', (message) => this.#replies.receive(message))
    // Asked to be killed before it was there.
    child.once('spawn', () => this.#isKilled && this.#kill())
    this.ended = this.#watch(child, serviceName, drained)
  }

  get processId(): number | undefined {
    return this.#child?.pid
  }

  get lastLines(): readonly string[] {
    return this.#output.lines
  }

  post(request: Request): void {
    if (!this.#hasEnded) this.#child?.postMessage(request)
  }

  onMessage(listener: (reply: Reply) => void): () => void {
    return this.#replies.listen(listener)
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<ProcessOutcome> {
    this.#stopping = true
    this.post(this.#stopRequest)
    return endWithin(this.ended, graceMs, () => this.#kill())
  }

  /** Not by `kill` of Electron's, a SIGTERM, which our processes leave to their parent. */
  #kill(): void {
    this.#isKilled = true
    const processId = this.#child?.pid
    if (processId === undefined) return
    try {
      process.kill(processId, 'SIGKILL')
    } catch {
      // It has just ended by itself.
    }
  }

  async #watch(
    child: UtilityProcess,
    serviceName: string,
    drained: Promise<void>,
  ): Promise<ProcessOutcome> {
    const gone = new Promise<Details>((resolve) => {
      const listen = (_event: object, details: Details) => {
        if (details.name !== serviceName) return
        app.off('child-process-gone', listen)
        resolve(details)
      }
      app.on('child-process-gone', listen)
      child.once('exit', () => setTimeout(() => app.off('child-process-gone', listen), REASON_MS))
    })
    const exited = new Promise<number>((resolve) => child.once('exit', resolve))
    // Of one that was never there, no exit is told.
    const code = await Promise.race([exited, launchFailure(gone)])
    this.#hasEnded = true
    const isPlain = code === 0 || this.#stopping || this.#replies.misspoken !== undefined
    const told = isPlain ? null : await Promise.race([gone, delay(REASON_MS, null, { ref: false })])
    await Promise.race([drained, delay(DRAIN_MS, undefined, { ref: false })])
    return this.#outcome(code, told?.reason ?? null)
  }

  #outcome(code: number, reason: GoneReason | null): ProcessOutcome {
    const { misspoken } = this.#replies
    if (misspoken !== undefined) return { kind: 'misspoke', cause: misspoken }
    if (this.#stopping) return { kind: 'stopped' }
    return endOfProcess(code, reason)
  }
}

/** Its code, where it comes to that. */
async function launchFailure(gone: Promise<Details>): Promise<number> {
  const { reason, exitCode } = await gone
  return reason === 'launch-failed' ? exitCode : new Promise<never>(() => undefined)
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const set: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined) set[name] = value
  return set
}
