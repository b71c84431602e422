import type { z } from 'zod'
import { GlyphlabError, internalError } from '../core/errors'
import { beingClosed } from './being-closed'
import type { ProcessHost } from './process-host'
import { processError, type ProcessOutcome } from './process-outcome'
import {
  serviceReplySchema,
  type ServiceReply,
  type ServiceRequest,
  type Typed,
} from './service-messages'
import type { StartProcess } from './start-process'

const GRACE_MS = 5000
const IDLE_MS = 120_000

export interface ServiceOptions<Answer extends Typed> {
  /** What the process is, as the user would call it: `data`. */
  readonly name: string
  /** Absolute path of an entry that calls `serveRequests`. */
  readonly file: string
  readonly answerSchema: z.ZodType<Answer>
  readonly startProcess: StartProcess
  readonly environment?: Readonly<Record<string, string>>
  /** How long a process is kept that nobody asks; two minutes where left out. */
  readonly idleMs?: number
}

interface Asked<Answer extends Typed> {
  readonly question: Typed
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
  /** Whether a process has ended before it took the question up: it is then asked of one more. */
  readonly isSecondTry: boolean
}

interface RunningProcess<Answer extends Typed> {
  readonly host: ProcessHost<ServiceRequest, ServiceReply<Answer>>
  readonly asked: Map<number, Asked<Answer>>
  /** Ids of questions that it has taken up. */
  readonly begun: Set<number>
}

/**
 * A process that answers questions, started with the first one and ended when there was none for a while.
 * Where it dies, the questions it had taken up fail with the cause, and the next one starts another.
 */
export class Service<Question extends Typed, Answer extends Typed> {
  readonly #options: ServiceOptions<Answer>
  readonly #replySchema: z.ZodType<ServiceReply<Answer>>
  /** Processes that have not ended yet, the one that is asked among them. */
  readonly #running = new Set<Promise<void>>()
  #current: RunningProcess<Answer> | null = null
  #idle: NodeJS.Timeout | undefined
  #lastId = 0
  #isClosed = false

  constructor(options: ServiceOptions<Answer>) {
    this.#options = options
    this.#replySchema = serviceReplySchema(options.answerSchema)
  }

  /** Undefined while there is none. */
  get processId(): number | undefined {
    return this.#current?.host.processId
  }

  /**
   * @throws GlyphlabError what the process answers, or how it ended: `process-crashed`, `process-killed` or
   *   `internal`
   */
  async ask<Q extends Question>(question: Q): Promise<Extract<Answer, { type: Q['type'] }>> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#post({ question, resolve, reject, isSecondTry: false })
    })
    if (isAnswerTo<Answer, Q['type']>(answer, question.type)) return answer
    throw internalError(`${question.type} was asked, and ${answer.type} answered`)
  }

  /** Ends the process; what is asked by then or later fails. */
  async close(): Promise<void> {
    this.#isClosed = true
    const asked = this.#current?.asked ?? new Map<number, Asked<Answer>>()
    for (const { reject } of asked.values()) reject(beingClosed())
    asked.clear()
    this.#end()
    await Promise.all(this.#running)
  }

  #post(asked: Asked<Answer>): void {
    if (this.#isClosed) {
      asked.reject(beingClosed())
      return
    }
    clearTimeout(this.#idle)
    const process = (this.#current ??= this.#start())
    const id = (this.#lastId += 1)
    process.asked.set(id, asked)
    process.host.post({ type: 'ask', id, question: asked.question })
  }

  #start(): RunningProcess<Answer> {
    const { name, file, environment, startProcess } = this.#options
    const host = startProcess<ServiceRequest, ServiceReply<Answer>>({
      name,
      file,
      replySchema: this.#replySchema,
      stopRequest: { type: 'stop' },
      ...(environment === undefined ? {} : { environment }),
    })
    const process = { host, asked: new Map<number, Asked<Answer>>(), begun: new Set<number>() }
    host.onMessage((reply) => this.#hear(process, reply))
    const ended = host.ended.then((outcome) => this.#ended(process, outcome))
    this.#running.add(ended)
    void ended.then(() => this.#running.delete(ended))
    return process
  }

  #hear(process: RunningProcess<Answer>, reply: ServiceReply<Answer>): void {
    if (reply.type === 'begun') {
      process.begun.add(reply.id)
      return
    }
    const asked = process.asked.get(reply.id)
    process.asked.delete(reply.id)
    process.begun.delete(reply.id)
    if (reply.type === 'answered') asked?.resolve(reply.answer)
    else asked?.reject(new GlyphlabError(reply.error.code, reply.error.message, reply.error.hint))
    if (this.#current === process && process.asked.size === 0) this.#endWhenIdle()
  }

  #ended(process: RunningProcess<Answer>, outcome: ProcessOutcome): void {
    if (this.#current === process) this.#current = null
    for (const [id, asked] of process.asked) {
      const isCause = process.begun.has(id) || asked.isSecondTry
      if (isCause || outcome.kind === 'failed-to-start')
        asked.reject(this.#whyEnded(process, outcome))
      else this.#post({ ...asked, isSecondTry: true })
    }
    process.asked.clear()
  }

  #whyEnded({ host }: RunningProcess<Answer>, outcome: ProcessOutcome): GlyphlabError {
    const { name } = this.#options
    const error = processError(name, outcome, host.lastLines)
    if (error?.code === 'internal') return new GlyphlabError(error.code, error.message, error.hint)
    return new GlyphlabError(
      error?.code ?? 'process-crashed',
      error?.message ?? `The ${name} process ended without an answer`,
      'Try again: it is started anew.',
    )
  }

  #endWhenIdle(): void {
    this.#idle = setTimeout(() => this.#end(), this.#options.idleMs ?? IDLE_MS)
    // Nothing waits for it.
    this.#idle.unref()
  }

  #end(): void {
    clearTimeout(this.#idle)
    // A question that comes from now on starts another one.
    void this.#current?.host.stop({ graceMs: GRACE_MS })
    this.#current = null
  }
}

function isAnswerTo<Answer extends Typed, Type extends string>(
  answer: Answer,
  type: Type,
): answer is Extract<Answer, { type: Type }> {
  return answer.type === type
}
