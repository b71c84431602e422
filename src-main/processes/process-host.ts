import type { z } from 'zod'
import type { ProcessOutcome } from './process-outcome'

/**
 * One process of ours, from fork to end. What it runs under (Node's `child_process`, Electron's
 * `utilityProcess`) is the business of the class behind it.
 */
export interface ProcessHost<Request extends object, Reply extends object> {
  /** Undefined when it failed to start. */
  readonly processId: number | undefined
  /** Resolves, never rejects, once the process is gone and its last message was handed on. */
  readonly ended: Promise<ProcessOutcome>
  /** The last lines of its standard error, oldest first. */
  readonly lastLines: readonly string[]
  /** Does nothing once the process has ended: `ended` tells. */
  post(request: Request): void
  /** Messages that came before the first listener are kept for it. Returns what removes the listener. */
  onMessage(listener: (reply: Reply) => void): () => void
  /** Asks the process to end, and kills it where it has not done so in time. */
  stop(options: { readonly graceMs: number }): Promise<ProcessOutcome>
}

export interface ProcessOptions<Request extends object, Reply extends object> {
  /** Absolute path of the JavaScript file to run; see `entryFile`. */
  readonly file: string
  /** What the process may say: anything else ends it with the outcome `misspoke`. */
  readonly replySchema: z.ZodType<Reply>
  /** What asks the process to end. */
  readonly stopRequest: Request
  /** Set in its environment, besides what it inherits. */
  readonly environment?: Readonly<Record<string, string>>
  /** Told each line that it writes on standard error. */
  readonly onLine?: (line: string) => void
}
