import { copyFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ConnectionTally } from '../../connections/connection-tally'
import { GlyphlabError } from '../../errors'
import { PROBE_FILE } from '../../gpu/probe-source'
import { COMPILER_HINT } from './binding'
import { type InstallContext } from './install-folder'
import type { InstallRecipe } from './install-recipe'
import { runtimeFolderNames } from './folder-name'
import type { Libraries } from './libraries'
import { readSealedFolder } from './manifest'
import { placePrebuiltBinding } from './prebuilt-binding'
import { STDERR_GATE_FILE } from './stderr-gate'

/** Where our own binding lies in a runtime; the vendor's has another place. */
export const BINDING = 'lib/tfjs_binding.node'

/** The files that are compiled for a runtime: the binding, and what may stand beside it. */
export const BINDING_FILES: readonly string[] = [basename(BINDING), STDERR_GATE_FILE, PROBE_FILE]

export interface AddBindingOptions {
  readonly libraries: Libraries
  /** The runtime that gets it: lib/ and include/ are there. */
  readonly folder: string
  readonly work: string
  readonly version: string
  readonly sourceHash: string
  /** Compiled files that were carried here; null where the network may be asked instead. */
  readonly carried: readonly string[] | null
}

/**
 * Puts the binding beside the libraries: that of another runtime here, since one fits both variants of a version;
 * else a new one; else the one that was carried here, or the vendor's.
 *
 * @returns its path, relative to the folder
 * @throws GlyphlabError `runtime-install-failed`
 */
export async function addBinding(
  options: AddBindingOptions,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<string> {
  const { libraries, folder, work, carried } = options
  const other = await bindingHere(options.version, options.sourceHash, context, recipe)
  if (other.length > 0) return copyBinding(other, folder)
  context.onProgress({ phase: 'compiling' })
  const built = await recipe.buildBinding({
    libraries,
    includeFolder: join(folder, 'include'),
    runPath: process.platform === 'darwin' ? '@loader_path' : '$ORIGIN',
    outputFile: join(folder, BINDING),
    temporaryFolder: work,
    signal: context.signal,
  })
  if (built) return BINDING
  if (carried !== null) {
    if (carried.length > 0) return copyBinding(carried, folder)
    throw new GlyphlabError(
      'runtime-install-failed',
      'there is no C++ compiler for the TensorFlow binding, and none that fits was carried along',
      `${COMPILER_HINT} Or carry a folder that \`glyphlab runtime pack\` made: it holds the binding.`,
    )
  }
  return prebuiltBinding(options, context, recipe)
}

/** The compiled files of a runtime of the same version: the app's own, or one that is installed; or none. */
export async function bindingHere(
  version: string,
  sourceHash: string,
  { root }: Pick<InstallContext, 'root'>,
  { appRuntime, pins }: Pick<InstallRecipe, 'appRuntime' | 'pins'>,
): Promise<readonly string[]> {
  const names = (['cpu', 'gpu'] as const).flatMap((variant) =>
    runtimeFolderNames(pins, variant, sourceHash),
  )
  const installed = names.map((name) => join(root, name))
  for (const folder of appRuntime === null ? installed : [appRuntime, ...installed]) {
    const manifest = await readSealedFolder(folder)
    if (manifest?.version !== version || manifest.binding !== BINDING) continue
    const files = BINDING_FILES.map((name) => join(folder, dirname(BINDING), name))
    const there = await Promise.all(files.map((file) => stat(file).catch(() => undefined)))
    return files.filter((_, index) => there[index] !== undefined)
  }
  return []
}

async function copyBinding(files: readonly string[], folder: string): Promise<string> {
  for (const file of files) await copyFile(file, join(folder, dirname(BINDING), basename(file)))
  return BINDING
}

async function prebuiltBinding(
  { libraries, folder, work, version }: AddBindingOptions,
  context: InstallContext,
  { vendor }: InstallRecipe,
): Promise<string> {
  const connections = new ConnectionTally(context.home, { kind: 'runtime', version })
  const prebuilt = await connections.during(
    context.signal,
    () => placePrebuiltBinding(libraries, vendor, work, folder, connections, context),
    ({ kind }) => kind === 'placed',
  )
  if (prebuilt.kind === 'placed') return prebuilt.binding
  throw new GlyphlabError(
    'runtime-install-failed',
    `there is no C++ compiler for the TensorFlow binding, and no prebuilt one: ${prebuilt.reason}`,
    COMPILER_HINT,
  )
}
