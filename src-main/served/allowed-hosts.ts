import { hostname, networkInterfaces } from 'node:os'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'] as const
const EVERY_ADDRESS = ['0.0.0.0', '::']

/** A name or an address, and perhaps a port: nothing that could mean something else in a header. */
const HOST_HEADER = /^(\[[\da-f:.]+\]|[\da-z](?:[\w.-]*[\da-z])?\.?)(?::\d{1,5})?$/

export function isLoopback(host: string): boolean {
  return LOOPBACK.some((loopback) => loopback === inAddress(host))
}

/** A host as it is written in an address: IPv6 in brackets. */
export function inAddress(host: string): string {
  const lower = host.toLowerCase()
  return lower.includes(':') && !lower.startsWith('[') ? `[${lower}]` : lower
}

/**
 * Names by which this server may be addressed. A page of another name that leads to this address (DNS
 * rebinding) sends its own name, and is refused.
 */
export function allowedHosts(host: string): ReadonlySet<string> {
  const own = EVERY_ADDRESS.includes(host)
    ? [hostname(), ...ownAddresses().map(({ address }) => address)]
    : [host]
  return new Set([...LOOPBACK, ...own.map(inAddress)])
}

/** What to print for a server of this host: for one of every address, one that others reach. */
export function shownHost(host: string): string {
  if (!EVERY_ADDRESS.includes(host)) return inAddress(host)
  const outer = ownAddresses().find(({ internal, family }) => !internal && family === 'IPv4')
  return inAddress(outer?.address ?? hostname())
}

/**
 * The Host header of a request, in lower case, or null where it is not one of ours. Its port may be
 * another than the server's: that of a tunnel.
 */
export function acceptedHost(
  header: string | undefined,
  hosts: ReadonlySet<string>,
): string | null {
  const host = header?.toLowerCase() ?? ''
  const name = HOST_HEADER.exec(host)?.[1]
  return name !== undefined && hosts.has(name) ? host : null
}

function ownAddresses() {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
}
