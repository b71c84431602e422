import { basename, dirname, sep } from 'node:path'

/** What electron-builder calls the folder or archive of the application's own code, beside which its resources lie. */
const CODE = new Set(['app.asar', 'app.asar.unpacked', 'app'])

/**
 * The folder of resources of an installed application (`resources` on Linux and Windows, `Contents/Resources` on
 * macOS), or null in a checkout and in the npm package. Told by where this code lies, since Electron's
 * `process.resourcesPath` is there in no plain Node, and in development names Electron's own.
 */
export function installedResources(from = import.meta.dirname): string | null {
  const above = dirname(from)
  if (above === from) return null
  const isInstalled = CODE.has(basename(from)) && basename(above).toLowerCase() === 'resources'
  return isInstalled ? above : installedResources(above)
}

/** Where other programs find a file of the archive that has been unpacked beside it: they read no archive. */
export function outsideArchive(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`)
}
