import tls from 'node:tls'
import { z } from 'zod'

const certificatesSchema = z.array(z.string())

/**
 * Whom to trust: besides Node's own list and NODE_EXTRA_CA_CERTS whom the system does, such as a proxy that reads along.
 * An installed application is not told of that variable (SECURITY.md). Undefined, for Node's default, where Node
 * cannot say (before 22.15).
 */
export function trustedCertificates(): string[] | undefined {
  if (!('getCACertificates' in tls) || typeof tls.getCACertificates !== 'function') return undefined
  const ask = tls.getCACertificates
  const [usual, system] = ['default', 'system'].map((of) =>
    certificatesSchema.parse(Reflect.apply(ask, tls, [of])),
  )
  return [...new Set([...(usual ?? []), ...(system ?? [])])]
}
