import type { IncomingHttpHeaders } from 'node:http'
import { request, type Dispatcher } from 'undici'
import { version } from '../../../package.json'
import { internalError } from '../errors'
import { durationText } from './duration-text'
import { headerText } from './header-values'
import { HttpFault } from './http-fault'
import type { Patience } from './patience'
import { ReceivedBody } from './received-body'
import { isRedirect, MOST_REDIRECTS, redirectTarget } from './redirect'

/** An answer whose body has not been read. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: ReceivedBody
  /** Who gave it, behind all redirects. */
  readonly url: URL
}

export interface RouteOptions {
  readonly dispatcher: Dispatcher
  readonly patience: Patience
  /** Of the header of that name, for the first host only. */
  readonly authorization: string | undefined
  readonly signal: AbortSignal | undefined
  readonly onRequest: (host: string) => void
  /** Told of what comes back, piece by piece. */
  readonly onReceived: (host: string, bytes: number) => void
}

interface Stop {
  readonly url: URL
  /** False for good once the way has left the host that the credentials are for. */
  readonly mayAuthorize: boolean
}

/** The way to a file: its address, and where redirects from there led the last time. */
export class HttpRoute {
  readonly #first: Stop
  #last: Stop | null = null

  constructor(
    readonly url: URL,
    private readonly options: RouteOptions,
  ) {
    this.#first = { url, mayAuthorize: true }
  }

  /**
   * Asks where the redirects ended the last time; where that is refused by now, from the start again.
   * @throws HttpFault or the network's error
   */
  async get(headers: Readonly<Record<string, string>>): Promise<Answer> {
    const last = this.#last
    // Whatever goes wrong, the next try begins at the start.
    this.#last = null
    if (last !== null) {
      const answer = await this.#ask(last, headers)
      if (!isRedirect(answer.status) && !mayHaveExpired(answer.status)) {
        this.#last = last
        return answer
      }
      discard(answer)
    }
    return this.#follow(headers)
  }

  async #follow(headers: Readonly<Record<string, string>>): Promise<Answer> {
    let stop = this.#first
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#ask(stop, headers)
      if (!isRedirect(answer.status)) {
        if (redirects > 0) this.#last = stop
        return answer
      }
      discard(answer)
      if (redirects === MOST_REDIRECTS)
        throw new HttpFault(`it redirects more than ${MOST_REDIRECTS} times`, { isPassing: false })
      const url = redirectTarget(stop.url, headerText(answer.headers, 'location'))
      stop = { url, mayAuthorize: stop.mayAuthorize && url.origin === this.url.origin }
    }
  }

  async #ask({ url, mayAuthorize }: Stop, headers: Readonly<Record<string, string>>) {
    const { dispatcher, patience, authorization, signal, onRequest, onReceived } = this.options
    onRequest(url.host)
    const limit = new AbortController()
    const timer = setTimeout(() => {
      const silence = durationText(patience.headersMs / 1000)
      limit.abort(new HttpFault(`no answer came within ${silence}`, { isPassing: true }))
    }, patience.headersMs)
    const stopped = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal
    try {
      const answered = request(url, {
        dispatcher,
        signal: stopped,
        headers: {
          ...headers,
          'accept-encoding': 'identity',
          'user-agent': `glyphlab/${version}`,
          ...(mayAuthorize && authorization !== undefined ? { authorization } : {}),
        },
      })
      const { statusCode, headers: received, body } = await unlessAborted(answered, stopped)
      const watched = new ReceivedBody(body, (bytes) => onReceived(url.host, bytes))
      return { status: statusCode, headers: received, body: watched, url }
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Ends the answer; what is left of its body is not read. */
export function discard({ body }: Answer): void {
  body.destroy()
}

/** Signed addresses end with one of these, each service with its own. */
function mayHaveExpired(status: number): boolean {
  return [400, 401, 403, 404, 410].includes(status)
}

/** The library hears of an abort only once it is connected, which may take as long as a connection does. */
async function unlessAborted(
  answered: Promise<Dispatcher.ResponseData>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  let stop = () => {}
  const aborted = new Promise<'aborted'>((resolve) => (stop = () => resolve('aborted')))
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const first = await Promise.race([answered, aborted])
    if (first !== 'aborted') return first
    answered
      .then(({ body }) => new ReceivedBody(body, () => undefined).destroy())
      .catch(() => undefined)
    signal.throwIfAborted()
    throw internalError('an abort without a signal')
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
