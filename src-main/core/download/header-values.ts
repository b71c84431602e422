import type { IncomingHttpHeaders } from 'node:http'

/** A header's value, of several the first; undefined where there is none. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** A part of a file that an answer holds. */
export interface ContentRange {
  readonly start: number
  /** Behind the last byte. */
  readonly end: number
  /** Of the whole file; null where the server does not say. */
  readonly bytesTotal: number | null
}

/** Reads `Content-Range: bytes 0-99/1000` (RFC 9110, section 14.4); null for all that names no such part. */
export function parseContentRange(text: string | undefined): ContentRange | null {
  const [, first, last, total] = /^bytes +(\d+)-(\d+)\/(\d+|\*)$/i.exec(text?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || total === undefined) return null
  const start = Number(first)
  const end = Number(last) + 1
  const bytesTotal = total === '*' ? null : Number(total)
  if (![start, end, bytesTotal ?? 0].every(Number.isSafeInteger)) return null
  return start < end && end <= (bytesTotal ?? end) ? { start, end, bytesTotal } : null
}

/** Reads `Content-Length`; null for what is no length. */
export function parseContentLength(text: string | undefined): number | null {
  if (text === undefined || !/^\d+$/.test(text)) return null
  const length = Number(text)
  return Number.isSafeInteger(length) ? length : null
}

/** No server means more, and no clock on the way knows better. */
const LONGEST_WAIT_MS = 366 * 24 * 3600 * 1000

/**
 * Reads `Retry-After`: seconds, or a date in any of HTTP's forms (RFC 9110, section 10.2.3).
 * @returns milliseconds from now, at least 0; null for what is neither
 */
export function parseRetryAfter(text: string | undefined, nowMs = Date.now()): number | null {
  const trimmed = text?.trim() ?? ''
  if (/^\d+$/.test(trimmed)) return Math.min(Number(trimmed) * 1000, LONGEST_WAIT_MS)
  // `Date.parse` takes much that is no date in HTTP's sense: `-5`, `2026`.
  if (!/^[A-Z][a-z]+,? /.test(trimmed)) return null
  const date = Date.parse(trimmed)
  return Number.isNaN(date) ? null : Math.min(Math.max(date - nowMs, 0), LONGEST_WAIT_MS)
}

/**
 * What tells one version of a file from another, as `If-Range` takes it: a strong ETag, else the time of the
 * last change; null where there is neither.
 */
export function validatorOf(headers: IncomingHttpHeaders): string | null {
  const etag = headerText(headers, 'etag')
  if (etag !== undefined && /^"[^"]*"$/.test(etag)) return etag
  return headerText(headers, 'last-modified') ?? null
}
