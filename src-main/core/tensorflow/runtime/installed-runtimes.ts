import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sizeOnDisk } from '../../files/size-on-disk'
import { bindingSourceHash } from './binding'
import { runtimeCacheFolder } from './cache-folder'
import { findPrepared } from './ensure-runtime'
import { standardRecipe, type InstallRecipe } from './install-recipe'
import { findLibraries, libraryVariant } from './libraries'
import { readSealedFolder } from './manifest'
import type { Runtime } from './runtime'

/** A folder that holds libtensorflow, or something made for it, as far as it can be told without loading it. */
export interface RuntimeFolder {
  readonly source: Extract<Runtime['source'], 'environment' | 'cache' | 'app'>
  /** A binding alone belongs to libraries named by GLYPHLAB_LIBTENSORFLOW; unfinished ones were cut short. */
  readonly content: 'runtime' | 'binding' | 'unfinished'
  /** TensorFlow's version; null where nobody wrote it down. */
  readonly version: string | null
  readonly variant: Runtime['variant']
  readonly folder: string
  readonly bytesOnDisk: number
  /** `used`: the one that the next command loads, where it is told no device. */
  readonly state: 'used' | 'unused' | 'damaged'
}

/** By what the names of folders in the cache begin with; others are none of ours. */
const CONTENTS: ReadonlyMap<string, RuntimeFolder['content']> = new Map([
  ['tensorflow', 'runtime'],
  ['binding', 'binding'],
  ['unfinished', 'unfinished'],
  // Fetched for an installation that was cut off: the next one goes on with them.
  ['wheels', 'unfinished'],
])

/**
 * All there is on this machine: the folder of GLYPHLAB_LIBTENSORFLOW, those of the per-user cache, and what the
 * installed app brought with it.
 */
export async function listRuntimes(
  recipe: InstallRecipe = standardRecipe(),
): Promise<readonly RuntimeFolder[]> {
  const { environment, appRuntime } = recipe
  const chosen = environment['GLYPHLAB_LIBTENSORFLOW']
  const own = chosen === undefined || chosen === '' ? [] : [await ownRuntime(resolve(chosen))]
  const root = runtimeCacheFolder(environment)
  const used =
    own.length > 0 ? null : await findPrepared(null, await bindingSourceHash(), root, recipe)
  const prepared = [
    ...(await cachedRuntimes(environment)),
    ...(appRuntime === null ? [] : await runtimeOfApp(appRuntime)),
  ]
  return [
    ...own,
    ...prepared.map((found) =>
      found.folder === used?.folder ? { ...found, state: 'used' as const } : found,
    ),
  ]
}

async function ownRuntime(folder: string): Promise<RuntimeFolder> {
  const libraries = await findLibraries(join(folder, 'lib'))
  return {
    source: 'environment',
    content: 'runtime',
    version: null,
    variant: libraries === undefined ? 'cpu' : await libraryVariant(libraries),
    folder,
    bytesOnDisk: await sizeOnDisk(folder),
    state: 'used',
  }
}

async function runtimeOfApp(folder: string): Promise<readonly RuntimeFolder[]> {
  const manifest = await readSealedFolder(folder)
  const bytesOnDisk = await sizeOnDisk(folder)
  if (manifest === undefined && bytesOnDisk === 0) return []
  return [
    {
      ...{ source: 'app', content: 'runtime', folder, bytesOnDisk },
      version: manifest?.version ?? null,
      variant: manifest?.variant ?? 'cpu',
      state: manifest === undefined ? 'damaged' : 'unused',
    },
  ]
}

/** The folders of the per-user cache, by name, none of them known to be used. */
export async function cachedRuntimes(
  environment: NodeJS.ProcessEnv,
): Promise<readonly RuntimeFolder[]> {
  const root = runtimeCacheFolder(environment)
  const found: RuntimeFolder[] = []
  for (const name of (await namesIn(root)).sort()) {
    const content = CONTENTS.get(name.split('-', 1).join())
    if (content === undefined) continue
    const folder = join(root, name)
    const manifest = content === 'unfinished' ? undefined : await readSealedFolder(folder)
    const isDamaged = content !== 'unfinished' && manifest === undefined
    found.push({
      source: 'cache',
      content,
      version: manifest?.version ?? null,
      variant: manifest?.variant ?? variantInName(name),
      folder,
      bytesOnDisk: await sizeOnDisk(folder),
      state: isDamaged ? 'damaged' : 'unused',
    })
  }
  return found
}

/** Of what cannot tell by itself any more. Only for graphics cards wheels are kept. */
function variantInName(name: string): Runtime['variant'] {
  return name.startsWith('wheels-') || /^tensorflow-[^-]+-gpu-/.test(name) ? 'gpu' : 'cpu'
}

/** A folder that is not there, or goes while it is read, is empty. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
