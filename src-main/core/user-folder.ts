import { userInfo } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * Where the system keeps an application's data or caches for this user (`~/.local/share/glyphlab` and
 * `~/.cache/glyphlab` on Linux). Never relative to where the user stands, which an empty `$HOME` would mean.
 */
export function userFolder(kind: 'data' | 'cache'): string {
  const path = envPaths('glyphlab', { suffix: '' })[kind]
  return isAbsolute(path) ? path : resolve(userInfo().homedir, path)
}
