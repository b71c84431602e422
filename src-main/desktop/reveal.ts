import { shell } from 'electron'
import { GlyphlabError } from '../core/errors'
import { makeFolder } from '../core/files/make-folder'

/**
 * Opens a folder in the system's file browser.
 * @throws GlyphlabError `not-possible-here` where the system cannot
 */
export async function reveal(folder: string): Promise<void> {
  // A log that has nothing to tell, or a home that has never been used, is not there yet.
  await makeFolder(folder).catch(() => undefined)
  const obstacle = await shell.openPath(folder)
  if (obstacle !== '')
    throw new GlyphlabError('not-possible-here', `${folder} cannot be shown: ${obstacle}`)
}
