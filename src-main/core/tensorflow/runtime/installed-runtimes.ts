import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sizeOnDisk } from '../../files/size-on-disk'
import { bindingSourceHash } from './binding'
import { runtimeCacheFolder } from './cache-folder'
import { runtimeFolderNames } from './folder-name'
import { findInstalled } from './install-folder'
import { standardRecipe, type InstallRecipe } from './install-recipe'
import { readSealedFolder } from './manifest'
import type { Runtime } from './runtime'

/** A folder that holds libtensorflow, or something made for it, as far as it can be told without loading it. */
export interface RuntimeFolder {
  readonly source: Extract<Runtime['source'], 'environment' | 'cache'>
  /** A binding alone belongs to libraries named by GLYPHLAB_LIBTENSORFLOW; unfinished ones were cut short. */
  readonly content: 'runtime' | 'binding' | 'unfinished'
  /** TensorFlow's version; null where nobody wrote it down. */
  readonly version: string | null
  readonly variant: Runtime['variant']
  readonly folder: string
  readonly bytesOnDisk: number
  /** `used`: the one that the next command loads. */
  readonly state: 'used' | 'unused' | 'damaged'
}

/** By what the names of folders in the cache begin with; others are none of ours. */
const CONTENTS: ReadonlyMap<string, RuntimeFolder['content']> = new Map([
  ['tensorflow', 'runtime'],
  ['binding', 'binding'],
  ['unfinished', 'unfinished'],
])

/** All there is on this machine: the folder of GLYPHLAB_LIBTENSORFLOW, then those of the per-user cache. */
export async function listRuntimes(
  recipe: InstallRecipe = standardRecipe(),
): Promise<readonly RuntimeFolder[]> {
  const chosen = recipe.environment['GLYPHLAB_LIBTENSORFLOW']
  if (chosen === undefined || chosen === '') {
    const root = runtimeCacheFolder(recipe.environment)
    const names = runtimeFolderNames(recipe.pins, await bindingSourceHash())
    return cachedRuntimes(recipe.environment, (await findInstalled(root, names))?.name)
  }
  const folder = resolve(chosen)
  return [
    {
      source: 'environment',
      content: 'runtime',
      version: null,
      variant: 'cpu',
      folder,
      bytesOnDisk: await sizeOnDisk(folder),
      state: 'used',
    },
    ...(await cachedRuntimes(recipe.environment)),
  ]
}

/** The folders of the per-user cache, by name. @param used the name of the one that the next command loads */
export async function cachedRuntimes(
  environment: NodeJS.ProcessEnv,
  used?: string,
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
      variant: 'cpu',
      folder,
      bytesOnDisk: await sizeOnDisk(folder),
      state: isDamaged ? 'damaged' : name === used ? 'used' : 'unused',
    })
  }
  return found
}

/** A folder that is not there, or goes while it is read, is empty. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
