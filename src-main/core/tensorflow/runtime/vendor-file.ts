import type { ConnectionTally } from '../../connections/connection-tally'
import type { Patience } from '../../download/patience'
import { GlyphlabError } from '../../errors'
import type { InstallContext } from './install-folder'

/** A download that came to nothing because the server cannot be reached or has no such file. */
export type DownloadOutcome =
  { readonly kind: 'done' } | { readonly kind: 'unavailable'; readonly reason: string }

/** libtensorflow's archives have 100 to 400 MB. */
const MOST_BYTES = 2e9

/** The vendor's storage, and how long it is waited for. */
export interface Vendor {
  readonly storage: string
  readonly patience?: Partial<Patience>
}

/**
 * Fetches a file of the vendor's into `file`, through faults and proxies.
 * @throws GlyphlabError `disk-full` or `output-failed`; the signal's reason
 */
export async function fetchVendorFile(
  url: string,
  file: string,
  { patience }: Vendor,
  connections: ConnectionTally,
  { onProgress, signal }: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<DownloadOutcome> {
  let most = 0
  try {
    // The main process, which only looks for runtimes, loads no downloader.
    const { openRemoteFile } = await import('../../download/remote-file')
    const remote = await openRemoteFile(url, {
      ...(signal === undefined ? {} : { signal }),
      ...(patience === undefined ? {} : { patience }),
      mostBytes: MOST_BYTES,
      onRequest: (host) => connections.contacted(host),
      onReceived: (host, bytes) => connections.received(host, bytes),
    })
    await remote.download(file, {
      onProgress: ({ bytesDone, bytesTotal }) => {
        // A server without ranges begins anew, and a bar does not go back.
        most = Math.max(most, bytesDone)
        const total = bytesTotal === null ? {} : { bytesTotal }
        onProgress({ phase: 'downloading', bytesDone: most, ...total })
      },
    })
    return { kind: 'done' }
  } catch (error) {
    signal?.throwIfAborted()
    const isOfNetwork =
      error instanceof GlyphlabError &&
      (error.code === 'download-failed' || error.code === 'no-connection')
    if (!isOfNetwork) throw error
    return { kind: 'unavailable', reason: error.message }
  }
}
