import { EnvHttpProxyAgent, type Dispatcher } from 'undici'
import { GlyphlabError } from '../errors'
import { PROXY_HINT } from './http-fault'
import type { Patience } from './patience'
import { trustedCertificates } from './trusted-certificates'

/**
 * Connections to any host, through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name (small letters
 * first, as everywhere). What is idle keeps no process alive and closes by itself.
 *
 * @throws GlyphlabError `download-failed` for a proxy that is no address
 */
export function openDispatcher({ connectMs }: Patience): Dispatcher {
  const httpProxy = proxyAddress(process.env['http_proxy'] ?? process.env['HTTP_PROXY'])
  const httpsProxy = proxyAddress(process.env['https_proxy'] ?? process.env['HTTPS_PROXY'])
  const ca = trustedCertificates()
  const trust = ca === undefined ? {} : { ca }
  try {
    return new EnvHttpProxyAgent({
      ...(httpProxy === undefined ? {} : { httpProxy }),
      ...(httpsProxy === undefined ? {} : { httpsProxy }),
      connect: { timeout: connectMs, ...trust },
      proxyTls: { timeout: connectMs, ...trust },
      requestTls: trust,
      // Of both we know more: a tunnel through a proxy counts as well, a slow disk is not the server's fault.
      headersTimeout: 0,
      bodyTimeout: 0,
      // Many proxies open tunnels to port 443 only.
      proxyTunnel: false,
    })
  } catch (cause) {
    throw new GlyphlabError(
      'download-failed',
      'HTTP_PROXY or HTTPS_PROXY is no address of a proxy',
      PROXY_HINT,
      { cause },
    )
  }
}

/** Many write `host:port`, and most programs take it. */
function proxyAddress(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.includes('://') ? text : `http://${text}`
}
