import { STATUS_CODES } from 'node:http'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { durationText } from './duration-text'
import { shownUrl } from './shown-url'

interface FaultDetails {
  /** Whether another try may do better. */
  readonly isPassing: boolean
  /** Of the answer, where there was one. */
  readonly status?: number
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number | null
  /** Whether the network cannot be reached at all. */
  readonly isOffline?: boolean
  readonly hint?: string
  readonly cause?: unknown
}

/** What went wrong with one request; its message is a part of a sentence, without the address. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault'

  constructor(
    message: string,
    readonly details: FaultDetails,
  ) {
    super(message, { cause: details.cause })
  }
}

const CREDENTIALS_HINT =
  'Check name and key where the source wants them; else the file may have moved: open the address in a browser, or carry the files by hand and take them in by `glyphlab data import`.'
const MOVED_HINT =
  'The file is not at that address, or not any more: name another one, or carry the files by hand and take them in by `glyphlab data import`.'
const OFFLINE_HINT =
  'Connect to the internet (behind a proxy, set HTTPS_PROXY) and run the command again; or carry the files by hand and take them in by `glyphlab data import`.'
const CERTIFICATE_HINT =
  'Check the clock of this computer; where a proxy reads along, the system has to trust its certificate (on Node before 22.15 name it in NODE_EXTRA_CA_CERTS).'
export const PROXY_HINT =
  'Check HTTP_PROXY and HTTPS_PROXY, written as http://name:password@host:port, and NO_PROXY for hosts that need none.'

const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** An answer that is not the file. */
export function statusFault(status: number, url: URL, retryAfterMs: number | null): HttpFault {
  const text = `${new URL(url).host} answers ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  return new HttpFault(text, {
    isPassing: PASSING_STATUSES.has(status),
    status,
    retryAfterMs,
    ...hintFor(status),
  })
}

function hintFor(status: number): { readonly hint?: string } {
  switch (status) {
    case 401:
    case 403:
      return { hint: CREDENTIALS_HINT }
    case 404:
    case 410:
      return { hint: MOVED_HINT }
    case 407:
      return { hint: PROXY_HINT }
    default:
      return {}
  }
}

/** A failure of the network or of the HTTP library as a fault; null for any other error. */
export function networkFault(error: unknown): HttpFault | null {
  if (error instanceof HttpFault) return error
  if (!(error instanceof Error)) return null
  const code = systemErrorCode(error)
  const proxyStatus = /^Proxy .*\((\d{3})\)/.exec(error.message)?.[1]
  if (proxyStatus !== undefined) return proxyFault(Number(proxyStatus), error)
  // What cannot be read may be the rest of an answer that was too long. Not each such error has a code.
  if (error.name === 'HTTPParserError')
    return new HttpFault('the server sends what is no HTTP', { isPassing: true, cause: error })
  if (code === undefined) return null
  if (code === 'UND_ERR_PRX_TLS') return networkFault(error.cause)
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/.test(code))
    return new HttpFault(`no safe connection can be made (${code})`, {
      isPassing: false,
      hint: CERTIFICATE_HINT,
      cause: error,
    })
  const passing = { isPassing: true, cause: error }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new HttpFault(`the host ${hostOf(error)} is not found (${code})`, {
        ...passing,
        isOffline: true,
        hint: OFFLINE_HINT,
      })
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTUNREACH':
      return new HttpFault(`the network cannot be reached (${code})`, {
        ...passing,
        isOffline: true,
        hint: OFFLINE_HINT,
      })
    case 'ECONNREFUSED':
      return new HttpFault(`${placeOf(error)} refuses the connection`, {
        ...passing,
        isOffline: true,
      })
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new HttpFault('no connection was made in time', { ...passing, isOffline: true })
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new HttpFault('the connection was cut', passing)
    default:
      return /^(UND_ERR_|E[A-Z]+$)/.test(code)
        ? new HttpFault(`the connection failed (${code})`, {
            ...passing,
            isPassing: code !== 'UND_ERR_INVALID_ARG',
          })
        : null
  }
}

function proxyFault(status: number, cause: Error): HttpFault {
  const text = `the proxy answers ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  return new HttpFault(text, {
    isPassing: PASSING_STATUSES.has(status),
    hint: PROXY_HINT,
    cause,
  })
}

/** What a user gets: the address, what happened, and how often it was tried. */
export function downloadError(url: string | URL, fault: HttpFault, tries: number): GlyphlabError {
  const { retryAfterMs, hint, isOffline = false } = fault.details
  const comeBack =
    retryAfterMs === undefined || retryAfterMs === null || retryAfterMs === 0
      ? ''
      : `, and asks to come back in ${durationText(retryAfterMs / 1000)}`
  const tried = tries > 1 ? ` (tried ${tries} times)` : ''
  return new GlyphlabError(
    isOffline ? 'no-connection' : 'download-failed',
    `${shownUrl(url)} cannot be downloaded: ${fault.message}${comeBack}${tried}`,
    hint,
    { cause: fault },
  )
}

function hostOf(error: Error): string {
  return 'hostname' in error && typeof error.hostname === 'string' ? error.hostname : 'of that name'
}

function placeOf(error: Error): string {
  // Where a host has several addresses, the error is one of several.
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error]
  if (!(first instanceof Error && 'address' in first && 'port' in first)) return 'the server'
  return `${String(first.address)}:${String(first.port)}`
}
