// The application as it is shipped, in a folder of its own: the build, what it imports, and who it is.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../bin/build.mjs'
import { copyShippedModules } from './shipped-modules.mjs'

/** What the build says of itself. */
const NOT_SHIPPED = /[\\/](sources\.sha256|licences\.json)$/

export const ABOUT = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/**
 * @param folder is emptied first
 * @param built what electron-vite has made: folders main, preload and renderer
 * @param changes to its package.json
 * @param isWanted which files of the build, by their path in it
 */
export function stage(folder, { built, changes = {}, isWanted = () => true }) {
  rmSync(folder, { recursive: true, force: true })
  const from = built.length + 1
  cpSync(built, join(folder, 'out', 'app'), {
    recursive: true,
    filter: (file) => !NOT_SHIPPED.test(file) && isWanted(file.slice(from)),
  })
  copyShippedModules(ROOT, join(folder, 'node_modules'))
  const { name, version, description, license, type, main } = ABOUT
  const packageJson = { name, version, description, license, type, main, ...changes }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`)
}
