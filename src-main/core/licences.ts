import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemErrorCode } from './files/file-error'
import { readTextFile } from './files/read-text'
import { installedResources } from './installed-app'

/** What `build/licences.mjs` calls its file. */
const OF_PACKAGES = 'THIRD_PARTY_LICENSES.txt'

/** Texts of licences; null where their file has not been made. */
export interface Licences {
  /** Glyphlab's own. */
  readonly glyphlab: string | null
  /** Those of the packages it is built from, which only a packaged Glyphlab has in one file. */
  readonly packages: string | null
}

/**
 * Among the resources of an installed application; else where the package of npm has them; of a checkout, what
 * `npm run licences` has written there.
 * @throws the system's error of a file that is there and cannot be read
 */
export function readLicences(
  installed = installedResources(),
  from = import.meta.dirname,
): Licences {
  if (installed !== null) {
    const folder = join(installed, 'licenses')
    return {
      glyphlab: textOf(join(folder, 'Glyphlab.txt')),
      packages: textOf(join(folder, OF_PACKAGES)),
    }
  }
  const root = rootAround(from)
  if (root === null) return { glyphlab: null, packages: null }
  return {
    glyphlab: textOf(join(root, 'LICENSE')),
    packages: textOf(join(root, OF_PACKAGES)) ?? textOf(join(root, 'out', 'package', OF_PACKAGES)),
  }
}

/** The nearest folder around another that says which package it is. */
function rootAround(folder: string): string | null {
  if (existsSync(join(folder, 'package.json'))) return folder
  const above = dirname(folder)
  return above === folder ? null : rootAround(above)
}

function textOf(file: string): string | null {
  try {
    return readTextFile(file)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}
