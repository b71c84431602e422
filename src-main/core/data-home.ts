import { resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * The folder of the user's runs and data sets: `$GLYPHLAB_HOME`, or where the system keeps an
 * application's data (`~/.local/share/glyphlab` on Linux). It need not be there yet.
 */
export function dataHome(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment['GLYPHLAB_HOME']
  return home === undefined || home === ''
    ? envPaths('glyphlab', { suffix: '' }).data
    : resolve(home)
}
