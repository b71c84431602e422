import { join, resolve } from 'node:path'
import type { Device } from '../../../../src-preload/contract/job'
import { dataHome } from '../../data-home'
import { GlyphlabError } from '../../errors'
import { bindingSourceHash } from './binding'
import { runtimeCacheFolder } from './cache-folder'
import { environmentRuntime } from './environment-runtime'
import { fillFolder } from './fill-folder'
import { runtimeFolderNames } from './folder-name'
import { installFolder, type InstallContext, type InstalledFolder } from './install-folder'
import { throttledProgress, type ReportProgress } from './install-progress'
import { standardRecipe, type InstallRecipe } from './install-recipe'
import { readSealedFolder } from './manifest'
import type { Runtime } from './runtime'
import { findSameFiles } from './same-files'

export interface EnsureRuntimeOptions {
  /** What will compute; null where a graphics card shall if one works. A card takes the runtime for them. */
  readonly device?: Device | null
  readonly onProgress?: ReportProgress
  /** Ends the installation: children are stopped and what was unfinished is removed. */
  readonly signal?: AbortSignal
}

export interface InstallRuntimeOptions extends Omit<EnsureRuntimeOptions, 'device'> {
  readonly variant: Runtime['variant']
  /** A folder that was carried here, to be installed from without any network; null for none. */
  readonly from?: string | null
}

/**
 * Finds libtensorflow, or installs the one for the processor: the folder named by GLYPHLAB_LIBTENSORFLOW, the
 * per-user cache (where one for graphics cards comes first, unless the processor is asked for), what an installed app
 * brought with it, TensorFlow's wheel through pip, the vendor's archive. Takes milliseconds when found.
 *
 * @throws GlyphlabError `runtime-missing` when no way leads to one, `runtime-install-failed` when what was
 *   fetched is damaged or cannot be built; the cache is then as it was; `device-missing` where a graphics card is
 *   asked for and there is no runtime for one, which is never fetched unasked
 * @throws the signal's reason when aborted
 */
export async function ensureRuntime(
  options: EnsureRuntimeOptions = {},
  recipe: InstallRecipe = standardRecipe(),
): Promise<Runtime> {
  const sourceHash = await bindingSourceHash()
  const context = installContext(options, recipe)
  const found = await runtimeThere(options.device ?? null, sourceHash, context, recipe)
  if (found) return found
  requireNoCard(options.device)
  return install({ variant: 'cpu', sourceHash, from: null }, context, recipe)
}

/**
 * The runtime that {@link ensureRuntime} would find, without installing any: nothing is fetched. Only the
 * binding is built where it is not there yet: for a folder named by GLYPHLAB_LIBTENSORFLOW, or after an update.
 *
 * @returns null where none is there
 * @throws GlyphlabError `runtime-missing` where GLYPHLAB_LIBTENSORFLOW names a folder without one, or
 *   `runtime-install-failed`; the signal's reason when aborted
 */
export async function findRuntime(
  options: EnsureRuntimeOptions = {},
  recipe: InstallRecipe = standardRecipe(),
): Promise<Runtime | null> {
  const { device = null } = options
  return runtimeThere(device, await bindingSourceHash(), installContext(options, recipe), recipe)
}

/** Whether there is one, without a look into it: a folder that the user names is taken at their word. */
export async function isRuntimeThere(recipe: InstallRecipe = standardRecipe()): Promise<boolean> {
  if (chosenFolder(recipe.environment) !== null) return true
  const root = runtimeCacheFolder(recipe.environment)
  if ((await findPrepared(null, await bindingSourceHash(), root, recipe)) !== null) return true
  const same = [await findSameFiles(root, recipe.pins, 'gpu')]
  same.push(await findSameFiles(root, recipe.pins, 'cpu'))
  return same.some((found) => found !== null)
}

/**
 * Installs a variant where it is not there, whatever else is. Nothing is installed where GLYPHLAB_LIBTENSORFLOW
 * names the one to use.
 *
 * @throws GlyphlabError as {@link ensureRuntime}; `disk-full`
 */
export async function installRuntime(
  options: InstallRuntimeOptions,
  recipe: InstallRecipe = standardRecipe(),
): Promise<Runtime> {
  const { variant, from = null } = options
  const sourceHash = await bindingSourceHash()
  const context = installContext(options, recipe)
  const chosen = chosenFolder(recipe.environment)
  if (chosen !== null) return environmentRuntime(chosen, sourceHash, context, recipe.buildBinding)
  const found = await findVariant(variant, sourceHash, context.root, recipe)
  if (found !== null) return found
  return install(
    { variant, sourceHash, from: from === null ? null : resolve(from) },
    context,
    recipe,
  )
}

/** @throws GlyphlabError `device-missing` for a graphics card */
function requireNoCard(device: Device | null | undefined): void {
  if (device === undefined || device === null || device === 'cpu') return
  throw new GlyphlabError(
    'device-missing',
    `${device} cannot compute: there is no TensorFlow runtime for graphics cards here`,
    'Install it: glyphlab runtime install gpu.',
  )
}

async function install(
  options: Parameters<typeof fillFolder>[1],
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<Runtime> {
  const { variant, sourceHash } = options
  const names = runtimeFolderNames(recipe.pins, variant, sourceHash)
  const installed = await installFolder(context, names, (folder) =>
    fillFolder(folder, options, context, recipe),
  )
  if (installed.found) return asRuntime(installed, 'cache')
  return asRuntime(installed, installed.version === wheelVersion(recipe) ? 'wheel' : 'archive')
}

function wheelVersion({ pins: { wheel, gpu } }: InstallRecipe): string | undefined {
  return wheel?.version ?? gpu?.version
}

async function runtimeThere(
  device: Device | null,
  sourceHash: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<Runtime | null> {
  const chosen = chosenFolder(recipe.environment)
  if (chosen !== null) return environmentRuntime(chosen, sourceHash, context, recipe.buildBinding)
  for (const variant of variantsFor(device)) {
    const found =
      (await findVariant(variant, sourceHash, context.root, recipe)) ??
      (await rebound(variant, sourceHash, context, recipe))
    if (found !== null) return found
  }
  return null
}

/**
 * What an update of Glyphlab has left without a binding gets a new one: nothing is fetched for it.
 * @returns null where there is none, or it cannot be made: then as if there were none
 */
async function rebound(
  variant: Runtime['variant'],
  sourceHash: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<Runtime | null> {
  if ((await findSameFiles(context.root, recipe.pins, variant)) === null) return null
  try {
    const { folder } = await install({ variant, sourceHash, from: null }, context, recipe)
    return await readPlace({ source: 'cache', variant, folder })
  } catch (error) {
    if (error instanceof GlyphlabError) return null
    throw error
  }
}

/** The folder that the user names, which goes before all others. */
function chosenFolder({ GLYPHLAB_LIBTENSORFLOW }: NodeJS.ProcessEnv): string | null {
  const isNamed = GLYPHLAB_LIBTENSORFLOW !== undefined && GLYPHLAB_LIBTENSORFLOW !== ''
  return isNamed ? GLYPHLAB_LIBTENSORFLOW : null
}

/** The first whole runtime that suits a device, of those that are no folder of the user's own. */
export async function findPrepared(
  device: Device | null,
  sourceHash: string,
  root: string,
  recipe: InstallRecipe,
): Promise<Runtime | null> {
  for (const variant of variantsFor(device)) {
    const found = await findVariant(variant, sourceHash, root, recipe)
    if (found !== null) return found
  }
  return null
}

/** That for graphics cards computes on the processor, too; the other one never on a card. */
function variantsFor(device: Device | null): readonly Runtime['variant'][] {
  if (device === null) return ['gpu', 'cpu']
  return device === 'cpu' ? ['cpu', 'gpu'] : ['gpu']
}

async function findVariant(
  variant: Runtime['variant'],
  sourceHash: string,
  root: string,
  recipe: InstallRecipe,
): Promise<Runtime | null> {
  for (const place of preparedPlaces(variant, sourceHash, root, recipe)) {
    const found = await readPlace(place)
    if (found !== null) return found
  }
  return null
}

interface Place {
  readonly source: 'cache' | 'app'
  readonly variant: Runtime['variant']
  readonly folder: string
}

function preparedPlaces(
  variant: Runtime['variant'],
  sourceHash: string,
  root: string,
  { pins, appRuntime }: InstallRecipe,
): readonly Place[] {
  const cached = runtimeFolderNames(pins, variant, sourceHash).map((name): Place => ({
    source: 'cache',
    variant,
    folder: join(root, name),
  }))
  return variant === 'gpu' || appRuntime === null
    ? cached
    : [...cached, { source: 'app', variant, folder: appRuntime }]
}

async function readPlace({ source, folder }: Place): Promise<Runtime | null> {
  const manifest = await readSealedFolder(folder)
  return manifest === undefined ? null : asRuntime({ folder, ...manifest }, source)
}

function installContext(
  { onProgress, signal }: Pick<EnsureRuntimeOptions, 'onProgress' | 'signal'>,
  { environment }: InstallRecipe,
): InstallContext {
  return {
    root: runtimeCacheFolder(environment),
    home: dataHome(environment),
    onProgress: throttledProgress(onProgress ?? (() => undefined)),
    signal,
  }
}

function asRuntime(
  { folder, version, variant, binding }: Omit<InstalledFolder, 'name'>,
  source: Runtime['source'],
): Runtime {
  return { source, version, variant, folder, binding: join(folder, binding) }
}
