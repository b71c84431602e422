import { HttpFault } from './http-fault'
import { parseUrl, shownUrl } from './shown-url'

export const MOST_REDIRECTS = 5

/** Statuses that name another place for the file. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status)
}

/**
 * Where a redirect leads.
 * @throws HttpFault for no address, for one that is not of the web, and for one without encryption behind
 *   one with
 */
export function redirectTarget(from: URL, location: string | undefined): URL {
  if (location === undefined) throw refused(`${from.host} redirects to nowhere`)
  const target = parseUrl(location, from)
  if (target === null) throw refused(`${from.host} redirects to what is no address`)
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    throw refused(`a redirect to ${shownUrl(target)} is not followed: it is no web address`)
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw refused(
      `a redirect from https to ${shownUrl(target)} is not followed: it is not encrypted`,
    )
  // Neither is sent by us; what a server writes into an address is not ours to sign in with.
  target.username = ''
  target.password = ''
  return target
}

function refused(message: string): HttpFault {
  return new HttpFault(message, { isPassing: false })
}
