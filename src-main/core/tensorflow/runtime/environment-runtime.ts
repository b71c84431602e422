import { access, mkdir, realpath, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { GlyphlabError } from '../../errors'
import { COMPILER_HINT, type BuildBinding } from './binding'
import { shortHash } from './folder-name'
import { findInstalled, installFolder, type InstallContext } from './install-folder'
import { findLibraries, libraryVariant, type Libraries } from './libraries'
import type { Runtime } from './runtime'

const HINT =
  'Name a folder with lib/ and include/ of libtensorflow, or unset GLYPHLAB_LIBTENSORFLOW.'

/**
 * The runtime in a folder of the user's. Nothing is written there: the binding goes into the cache, under
 * a name that changes when the libraries do.
 *
 * @throws GlyphlabError `runtime-missing` when the folder holds no libtensorflow or no headers
 */
export async function environmentRuntime(
  chosen: string,
  sourceHash: string,
  context: InstallContext,
  buildBinding: BuildBinding,
): Promise<Runtime> {
  const folder = resolve(chosen)
  const libraries = await findLibraries(join(folder, 'lib'))
  if (libraries === undefined) throw missing(`${folder}/lib holds no libtensorflow`)
  const header = join(folder, 'include', 'tensorflow', 'c', 'c_api.h')
  await access(header).catch(() => {
    throw missing(`there is no ${header}`)
  })
  const name = `binding-${shortHash([sourceHash, ...(await identity(libraries))])}`
  const installed =
    (await findInstalled(context.root, [name])) ??
    (await installFolder(context, [name], async (unfinished) => {
      const binding = 'lib/tfjs_binding.node'
      const temporaryFolder = join(unfinished, 'work')
      await mkdir(temporaryFolder)
      context.onProgress({ phase: 'compiling' })
      const built = await buildBinding({
        libraries,
        includeFolder: join(folder, 'include'),
        runPath: dirname(libraries.tensorflow),
        outputFile: join(unfinished, binding),
        temporaryFolder,
        signal: context.signal,
      })
      if (!built) throw noCompiler()
      await rm(temporaryFolder, { recursive: true, force: true })
      const variant = await libraryVariant(libraries)
      return { name, version: null, variant, wheels: null, binding }
    }))
  return {
    source: 'environment',
    version: null,
    variant: installed.variant,
    folder,
    binding: join(installed.folder, installed.binding),
  }
}

async function identity({ tensorflow, framework }: Libraries): Promise<readonly string[]> {
  const parts = []
  for (const file of [tensorflow, framework]) {
    if (file === undefined) continue
    const { size, mtimeMs } = await stat(file)
    // Where it lies matters too: the binding looks for it there.
    parts.push(file, await realpath(file), String(size), String(mtimeMs))
  }
  return parts
}

function missing(what: string): GlyphlabError {
  return new GlyphlabError('runtime-missing', `GLYPHLAB_LIBTENSORFLOW: ${what}`, HINT)
}

function noCompiler(): GlyphlabError {
  return new GlyphlabError(
    'runtime-install-failed',
    'there is no C++ compiler to build the TensorFlow binding with',
    COMPILER_HINT,
  )
}
