import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ConnectionTally } from '../../connections/connection-tally'
import type { ReportProgress } from './install-progress'

/** A download that came to nothing because the server cannot be reached or has no such file. */
export type DownloadOutcome =
  { readonly kind: 'done' } | { readonly kind: 'unavailable'; readonly reason: string }

const CONNECT_MS = 30_000

/**
 * Fetches a file over HTTP(S) into `file`.
 *
 * @returns `unavailable` also when the connection breaks or ends before the announced length
 */
export async function download(
  url: string,
  file: string,
  connections: ConnectionTally,
  onProgress: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<DownloadOutcome> {
  const { host } = new URL(url)
  connections.contacted(host)
  const connectLimit = new AbortController()
  const timer = setTimeout(() => connectLimit.abort(), CONNECT_MS)
  try {
    const signals = signal === undefined ? [connectLimit.signal] : [connectLimit.signal, signal]
    const response = await fetch(url, { signal: AbortSignal.any(signals) })
    clearTimeout(timer)
    if (!response.ok || response.body === null) {
      return { kind: 'unavailable', reason: `${url} answered ${response.status}` }
    }
    const bytesTotal = Number(response.headers.get('content-length') ?? Number.NaN)
    const total = Number.isFinite(bytesTotal) ? { bytesTotal } : {}
    let bytesDone = 0
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytesDone += chunk.length
        connections.received(host, chunk.length)
        onProgress({ phase: 'downloading', bytesDone, ...total })
        done(null, chunk)
      },
    })
    await pipeline(Readable.from(response.body), count, createWriteStream(file))
    return { kind: 'done' }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Error && 'syscall' in error && 'path' in error) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : String(cause)
    return { kind: 'unavailable', reason: `${url} cannot be fetched: ${why}` }
  } finally {
    clearTimeout(timer)
  }
}
