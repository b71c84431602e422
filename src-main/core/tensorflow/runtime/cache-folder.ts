import { join, resolve } from 'node:path'
import { userFolder } from '../../user-folder'

/**
 * The folder of all installed runtimes, one for a user and all checkouts: `$GLYPHLAB_HOME/cache/runtime`,
 * or where the system keeps caches (`~/.cache/glyphlab/runtime` on Linux).
 */
export function runtimeCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment['GLYPHLAB_HOME']
  return home === undefined || home === ''
    ? join(userFolder('cache'), 'runtime')
    : resolve(home, 'cache', 'runtime')
}
