import { openRemoteFile } from '../../download/remote-file'
import { shownUrl } from '../../download/shown-url'
import { httpOptions, type FetchContext, type Members } from './members'

/**
 * Single files in a folder on a server.
 * @param url ends in `/`; a query stays behind each name
 */
export function folderMembers(url: string, context: FetchContext): Members {
  const source = shownUrl(url)
  return {
    source,
    async fetch({ name, bytes }, path) {
      context.onConnecting(source)
      const address = new URL(url)
      address.pathname += name
      const file = await openRemoteFile(address.href, {
        ...httpOptions(context),
        ...(bytes === null ? {} : { expectedBytes: bytes }),
      })
      await file.download(path, {
        onProgress: (progress) => context.onDownload(source, name, progress, false),
      })
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
