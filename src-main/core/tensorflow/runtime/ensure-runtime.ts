import { join } from 'node:path'
import { dataHome } from '../../data-home'
import { bindingSourceHash } from './binding'
import { runtimeCacheFolder } from './cache-folder'
import { environmentRuntime } from './environment-runtime'
import { fillFolder } from './fill-folder'
import { runtimeFolderNames } from './folder-name'
import { findInstalled, installFolder } from './install-folder'
import type { InstallContext, InstalledFolder } from './install-folder'
import { throttledProgress, type ReportProgress } from './install-progress'
import { standardRecipe, type InstallRecipe } from './install-recipe'
import type { Runtime } from './runtime'

export interface EnsureRuntimeOptions {
  readonly onProgress?: ReportProgress
  /** Ends the installation: children are stopped and what was unfinished is removed. */
  readonly signal?: AbortSignal
}

/**
 * Finds libtensorflow for the processor, or installs it: the folder named by GLYPHLAB_LIBTENSORFLOW, the
 * per-user cache, TensorFlow's wheel through pip, the vendor's archive. Takes milliseconds when found.
 *
 * @throws GlyphlabError `runtime-missing` when no way leads to one, `runtime-install-failed` when what was
 *   fetched is damaged or cannot be built; the cache is then as it was
 * @throws the signal's reason when aborted
 */
export async function ensureRuntime(
  options: EnsureRuntimeOptions = {},
  recipe: InstallRecipe = standardRecipe(),
): Promise<Runtime> {
  const sourceHash = await bindingSourceHash()
  const context = installContext(options, recipe)
  const found = await runtimeThere(sourceHash, context, recipe)
  if (found) return found
  const names = runtimeFolderNames(recipe.pins, sourceHash)
  const installed = await installFolder(context, names, (folder) =>
    fillFolder(folder, sourceHash, context, recipe),
  )
  if (installed.found) return asRuntime(installed, 'cache')
  return asRuntime(
    installed,
    installed.version === recipe.pins.wheel?.version ? 'wheel' : 'archive',
  )
}

/**
 * The runtime that {@link ensureRuntime} would find, without installing any: nothing is fetched. Only the
 * binding for a folder named by GLYPHLAB_LIBTENSORFLOW is built where it is not there yet.
 *
 * @returns null where none is there
 * @throws GlyphlabError `runtime-missing` where GLYPHLAB_LIBTENSORFLOW names a folder without one, or
 *   `runtime-install-failed`; the signal's reason when aborted
 */
export async function findRuntime(
  options: EnsureRuntimeOptions = {},
  recipe: InstallRecipe = standardRecipe(),
): Promise<Runtime | null> {
  return runtimeThere(await bindingSourceHash(), installContext(options, recipe), recipe)
}

/** Whether there is one, without a look into it: a folder that the user names is taken at their word. */
export async function isRuntimeThere(recipe: InstallRecipe = standardRecipe()): Promise<boolean> {
  const chosen = recipe.environment['GLYPHLAB_LIBTENSORFLOW']
  if (chosen !== undefined && chosen !== '') return true
  const names = runtimeFolderNames(recipe.pins, await bindingSourceHash())
  return (await findInstalled(runtimeCacheFolder(recipe.environment), names)) !== undefined
}

async function runtimeThere(
  sourceHash: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<Runtime | null> {
  const chosen = recipe.environment['GLYPHLAB_LIBTENSORFLOW']
  if (chosen !== undefined && chosen !== '')
    return environmentRuntime(chosen, sourceHash, context, recipe.buildBinding)
  const names = runtimeFolderNames(recipe.pins, sourceHash)
  const cached = await findInstalled(context.root, names)
  return cached === undefined ? null : asRuntime(cached, 'cache')
}

function installContext(
  { onProgress, signal }: EnsureRuntimeOptions,
  { environment }: InstallRecipe,
): InstallContext {
  return {
    root: runtimeCacheFolder(environment),
    home: dataHome(environment),
    onProgress: throttledProgress(onProgress ?? (() => undefined)),
    signal,
  }
}

function asRuntime(installed: InstalledFolder, source: Runtime['source']): Runtime {
  return {
    source,
    version: installed.version,
    variant: 'cpu',
    folder: installed.folder,
    binding: join(installed.folder, installed.binding),
  }
}
