import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { LastLines } from '../src-main/processes/last-lines'
import {
  answerSchema,
  readySchema,
  refusalSchema,
  type Answer,
  type PeerOptions,
  type Ready,
  type Request,
} from './protocol'

/** One implementation of the same work, in a process of its own that sleeps while others are measured. */
export interface Peer {
  readonly name: string
  /** Resolves when the peer is warm. Throws, with the reason, where it cannot run here. */
  ready(): Promise<Ready>
  run(request: Request): Promise<Answer>
  /** The most memory it has held, in bytes; null where the system does not tell. */
  peakMemoryBytes(): number | null
  close(): Promise<void>
}

export interface PeerCommand {
  readonly name: string
  readonly file: string
  readonly parameters: readonly string[]
}

const CLOSE_MS = 5000

export class ProcessPeer implements Peer {
  readonly name: string
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #answers: AsyncIterator<string>
  readonly #stderr = new LastLines(20)
  readonly #closed: Promise<void>

  constructor({ name, file, parameters }: PeerCommand, options: PeerOptions) {
    this.name = name
    const { benchmark, precision, threads } = options
    const words = ['--benchmark', benchmark, '--precision', precision, '--threads', String(threads)]
    this.#child = spawn(file, [...parameters, ...words], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(threads),
        TF_NUM_INTRAOP_THREADS: String(threads),
        TF_CPP_MIN_LOG_LEVEL: '2',
      },
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#stderr.add(text))
    // A peer that is gone shows in its next answer.
    this.#child.stdin.on('error', () => undefined)
    this.#child.on('error', (error) => this.#stderr.add(`${error.message}\n`))
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]()
    this.#closed = new Promise((resolve) => this.#child.once('close', () => resolve()))
  }

  ready(): Promise<Ready> {
    return this.#read(readySchema)
  }

  run(request: Request): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    return this.#read(answerSchema)
  }

  peakMemoryBytes(): number | null {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
      const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]
      return kibibytes === undefined ? null : Number(kibibytes) * 1024
    } catch {
      return null
    }
  }

  async close(): Promise<void> {
    this.#child.stdin.end()
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_MS)
    await this.#closed
    clearTimeout(kill)
  }

  async #read<T>(schema: z.ZodType<T>): Promise<T> {
    const line = await this.#answers.next()
    if (line.done === true) {
      await this.#closed
      throw new Error(`${this.name} ended: ${this.#stderr.lines.at(-1) ?? 'without a word'}`)
    }
    const message = z.union([schema, refusalSchema]).parse(JSON.parse(line.value))
    if (typeof message === 'object' && message !== null && 'error' in message) {
      throw new Error(`${this.name}: ${String(message.error)}`)
    }
    return schema.parse(message)
  }
}
