import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GlyphlabError } from '../errors'
import { installedResources } from '../installed-app'
import { runPaths } from '../runs/run-folder'

/** Networks that come with Glyphlab, each as the folder of a run: what reads sketches, and what says whether it can. */
const SHIPPED_MODELS = ['built-in', 'gate'] as const
export type ShippedModel = (typeof SHIPPED_MODELS)[number]

/** Of the model that reads where nothing has been trained yet. @throws GlyphlabError `model-missing` */
export const builtInFolder = (): string => shippedFolder('built-in')

/**
 * The folder of a network that comes with Glyphlab: among the resources of an installed application, or
 * `resources/<name>` of a checkout or a package of npm, whatever folder of `out/` it was built to.
 * @throws GlyphlabError `model-missing`
 */
export function shippedFolder(
  name: ShippedModel,
  installed = installedResources(),
  from = import.meta.dirname,
): string {
  const beside = installed === null ? [] : [join(installed, name)]
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

/** Whether a folder is that of a network that comes with Glyphlab, which is not to be written to. */
export function isShippedFolder(folder: string): boolean {
  return SHIPPED_MODELS.some((name) => {
    try {
      return realpathSync(shippedFolder(name)) === realpathSync(folder)
    } catch {
      return false
    }
  })
}

/** A folder and all that it lies in, the nearest first. */
function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
