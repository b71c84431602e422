import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { namesIn } from '../files/names-in'
import type { MissingLibrary } from './findings'
import { CUDA_LIBRARIES } from './requirements'

/**
 * Where a GPU runtime has each library that TensorFlow opens: `nvidia/<package>/lib/<name>`, as NVIDIA's own
 * packages are laid out; by its name alone where it is not there, so that the system's may serve.
 */
export async function cudaLibraries(runtimeFolder: string): Promise<readonly string[]> {
  const packages = join(runtimeFolder, 'nvidia')
  const folders = (await namesIn(packages)).map((name) => join(packages, name, 'lib'))
  return CUDA_LIBRARIES.map(
    (name) => folders.map((folder) => join(folder, name)).find(existsSync) ?? name,
  )
}

/** By name, and without the folders of this machine in what the linker says. */
export function byName(missing: readonly MissingLibrary[]): readonly MissingLibrary[] {
  return missing.map(({ name, why }) => ({
    name: basename(name),
    why: why.replaceAll(/(?:\/[^\s/:]+)+\//g, ''),
  }))
}
