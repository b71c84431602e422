import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GlyphlabError } from '../errors'
import { runPaths } from '../runs/run-folder'

/** Networks that come with Glyphlab, each as the folder of a run: what reads sketches, and what says whether it can. */
export type ShippedModel = 'built-in' | 'gate'

/** Of the model that reads where nothing has been trained yet. @throws GlyphlabError `model-missing` */
export const builtInFolder = (): string => shippedFolder('built-in')

/**
 * The folder of a network that comes with Glyphlab: `resources/<name>` of a checkout, whatever folder of `out/` it was
 * built to, or beside the installed application (`process.resourcesPath`, which plain Node does not have).
 * @throws GlyphlabError `model-missing`
 */
export function shippedFolder(
  name: ShippedModel,
  installed = resourcesPath(),
  from = import.meta.dirname,
): string {
  const beside = installed === undefined ? [] : [join(installed, name)]
  const candidates = [
    ...beside,
    ...ancestors(from).map((folder) => join(folder, 'resources', name)),
  ]
  const found = candidates.find((folder) => existsSync(runPaths(folder).best))
  if (found !== undefined) return found
  throw new GlyphlabError(
    'model-missing',
    `the model ${name} that comes with Glyphlab is not there`,
  )
}

/** Electron says where an application lies; its types are not for the core. */
function resourcesPath(): string | undefined {
  const path: unknown = Reflect.get(process, 'resourcesPath')
  return typeof path === 'string' ? path : undefined
}

/** A folder and all that it lies in, the nearest first. */
function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
