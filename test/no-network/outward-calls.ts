/** System calls that name an address; `bind` to see who could be listened to from outside. */
export const TRACED_CALLS = ['connect', 'sendto', 'sendmsg', 'sendmmsg', 'bind'] as const

/** Of these families nothing leaves the machine: pipes of the system, and questions to the kernel. */
const LOCAL_FAMILIES = ['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC']
const LOOPBACK = /^(127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/
/** Who looks names up on behalf of others: asking them is a use of the network. */
const RESOLVERS = /^\/(var\/)?run\/(systemd\/resolve|avahi-daemon|dnsmasq)\b/
const DNS_PORT = '53'

/**
 * The calls in what strace has written that turn to a network, each by name and address, in order and each
 * once. Addresses of the machine itself do not count, but where names are looked up they do.
 */
export function outwardCalls(trace: string): readonly string[] {
  const found = trace.split('\n').flatMap((line) => outwardCall(line) ?? [])
  return [...new Set(found)]
}

function outwardCall(line: string): string | null {
  const call = TRACED_CALLS.find((name) => line.includes(`${name}(`))
  const family = /sa_family=(AF_\w+|0x[\da-f]+)/.exec(line)?.[1]
  if (call === undefined || family === undefined) return null
  if (family === 'AF_UNIX') {
    const path = /sun_path=@?"([^"]*)"/.exec(line)?.[1] ?? ''
    return RESOLVERS.test(path) ? `${call} ${path}` : null
  }
  if (LOCAL_FAMILIES.includes(family)) return null
  const address =
    /inet_addr\("([^"]+)"\)/.exec(line)?.[1] ?? /inet_pton\(AF_INET6, "([^"]+)"/.exec(line)?.[1]
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1] ?? '?'
  if (address === undefined) return `${call} ${family}`
  const isLocal = LOOPBACK.test(address) && port !== DNS_PORT
  return isLocal ? null : `${call} ${address} port ${port}`
}
