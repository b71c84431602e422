import { resolve } from 'node:path'
import { userFolder } from './user-folder'

/**
 * The folder of the user's runs and data sets: `$GLYPHLAB_HOME`, or where the system keeps an
 * application's data (`~/.local/share/glyphlab` on Linux). It need not be there yet.
 */
export function dataHome(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment['GLYPHLAB_HOME']
  return home === undefined || home === '' ? userFolder('data') : resolve(home)
}
