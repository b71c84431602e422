import { BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { GlyphlabError } from '../core/errors'
import { isOurPage } from './page-address'

/**
 * Lets pass only the top frame of a window of ours that shows our page.
 *
 * @throws GlyphlabError `sender-refused` for all else, a frame that is gone included
 */
export function checkSender({ sender, senderFrame }: IpcMainInvokeEvent): void {
  const address = senderFrame?.url
  const isTrusted =
    BrowserWindow.fromWebContents(sender) !== null &&
    senderFrame?.parent === null &&
    address !== undefined &&
    isOurPage(address)
  if (!isTrusted)
    throw new GlyphlabError('sender-refused', `a request from ${address ?? 'a frame that is gone'}`)
}
