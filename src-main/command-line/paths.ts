import { resolve } from 'node:path'
import { GlyphlabError } from '../core/errors'

/**
 * A path as the user meant it: `npm run` starts a script in the checkout and leaves in INIT_CWD where they
 * stand. An empty one, such as that of a shell's variable which is not set, is not meant for that folder.
 * @throws GlyphlabError `usage`
 */
export function asTyped(path: string): string {
  if (path === '')
    throw new GlyphlabError(
      'usage',
      'the name of a file or folder is empty',
      'Name it, or . for this folder.',
    )
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}
