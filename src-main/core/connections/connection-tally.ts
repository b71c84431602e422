import type { ConnectionRecord } from '../../../src-preload/contract/connection-record'
import { recordConnection } from './ledger'

interface Contact {
  /** When it began; ISO 8601. */
  readonly time: string
  bytes: number | null
}

/**
 * The hosts that one piece of work is in touch with, and how much came from each. Each is written down as it
 * is first asked, as if it were broken off, since a kill tells nobody; and again when it is known how it went.
 */
export class ConnectionTally {
  readonly #contacts = new Map<string, Contact>()
  #written: Promise<void> = Promise.resolve()

  constructor(
    private readonly home: string,
    private readonly purpose: ConnectionRecord['purpose'],
  ) {}

  /**
   * @param host a host, or what chooses it, such as `pip`
   * @param bytes that have come so far; null where nobody will tell
   */
  contacted(host: string, bytes: number | null = 0): void {
    if (this.#contacts.has(host)) return
    const contact = { time: new Date().toISOString(), bytes }
    this.#contacts.set(host, contact)
    void this.#write(host, { ...contact, bytes: null }, 'interrupted')
  }

  /** What comes late, of a request that is over, counts for nothing. */
  received(host: string, bytes: number): void {
    const contact = this.#contacts.get(host)
    if (contact !== undefined) contact.bytes = (contact.bytes ?? 0) + bytes
  }

  /** Writes down how it went with those since the last time. Never throws. */
  async settle(outcome: ConnectionRecord['outcome']): Promise<void> {
    const contacts = [...this.#contacts]
    this.#contacts.clear()
    for (const [host, contact] of contacts) await this.#write(host, contact, outcome)
  }

  /** Does some work, and writes down how it ended. @param isDone whether a result is what was wanted */
  async during<T>(
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
    isDone: (result: T) => boolean = () => true,
  ): Promise<T> {
    try {
      const result = await work()
      await this.settle(isDone(result) ? 'done' : 'failed')
      return result
    } catch (error) {
      await this.settle(signal?.aborted === true ? 'interrupted' : 'failed')
      throw error
    }
  }

  /** One line after the other: of two on a connection the later one counts. */
  async #write(
    host: string,
    { time, bytes }: Contact,
    outcome: ConnectionRecord['outcome'],
  ): Promise<void> {
    const record = { time, purpose: this.purpose, host, bytes, outcome }
    this.#written = this.#written.then(() => recordConnection(this.home, record))
    await this.#written
  }
}
