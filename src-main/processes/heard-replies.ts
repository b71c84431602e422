import type { z } from 'zod'
import { internalError } from '../core/errors'

/** What a process says: parsed, handed on, and kept for the first listener where there is none yet. */
export class HeardReplies<Reply> {
  readonly #listeners = new Set<(reply: Reply) => void>()
  /** Replies from before the first listener. */
  #unheard: Reply[] | undefined = []
  #misspoken: Error | undefined

  /** @param onMisspoken told of a message that the schema does not know: the process is to be ended for it */
  constructor(
    private readonly schema: z.ZodType<Reply>,
    private readonly onMisspoken: () => void,
  ) {}

  /** Why the first message was none of the schema's; undefined where all were. */
  get misspoken(): Error | undefined {
    return this.#misspoken
  }

  receive(message: unknown): void {
    const parsed = this.schema.safeParse(message)
    if (!parsed.success) {
      this.#misspoken ??= internalError('a process sent a message of unknown form', parsed.error)
      this.onMisspoken()
    } else {
      this.#unheard?.push(parsed.data)
      for (const listener of this.#listeners) listener(parsed.data)
    }
  }

  /** Returns what removes the listener. */
  listen(listener: (reply: Reply) => void): () => void {
    this.#listeners.add(listener)
    const unheard = this.#unheard ?? []
    this.#unheard = undefined
    for (const reply of unheard) listener(reply)
    return () => this.#listeners.delete(listener)
  }
}
