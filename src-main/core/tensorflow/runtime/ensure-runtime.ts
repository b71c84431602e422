import { join } from 'node:path'
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
  const context: InstallContext = {
    root: runtimeCacheFolder(recipe.environment),
    onProgress: throttledProgress(options.onProgress ?? (() => undefined)),
    signal: options.signal,
  }
  const chosen = recipe.environment['GLYPHLAB_LIBTENSORFLOW']
  if (chosen !== undefined && chosen !== '') {
    return environmentRuntime(chosen, sourceHash, context, recipe.buildBinding)
  }
  const names = runtimeFolderNames(recipe.pins, sourceHash)
  const cached = await findInstalled(context.root, names)
  if (cached) return asRuntime(cached, 'cache')
  const installed = await installFolder(context, names, (folder) =>
    fillFolder(folder, sourceHash, context, recipe),
  )
  if (installed.found) return asRuntime(installed, 'cache')
  return asRuntime(
    installed,
    installed.version === recipe.pins.wheel?.version ? 'wheel' : 'archive',
  )
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
