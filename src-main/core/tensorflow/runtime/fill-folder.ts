import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectionTally } from '../../connections/connection-tally'
import { GlyphlabError } from '../../errors'
import { installArchive } from './archive'
import { COMPILER_HINT } from './binding'
import { runtimeFolderName } from './folder-name'
import type { FolderContent, InstallContext } from './install-folder'
import type { InstallRecipe } from './install-recipe'
import { findLibraries, type Libraries } from './libraries'
import { downloadWheel } from './pip-download'
import { placePrebuiltBinding } from './prebuilt-binding'
import { stripLibraries } from './strip'
import { unpackWheel } from './wheel'

/**
 * Puts a runtime into an empty folder: from the wheel if it can be had, else from the vendor's archive.
 *
 * @throws GlyphlabError `runtime-missing` when neither can be had, `runtime-install-failed` when what came
 *   is damaged or the binding cannot be built
 */
export async function fillFolder(
  folder: string,
  sourceHash: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<FolderContent> {
  const { wheel, archive } = recipe.pins
  const system = `${process.platform}-${process.arch}`
  const work = join(folder, 'work')
  await mkdir(work)

  let wheelReason = `no wheel of TensorFlow's C library exists for ${system}`
  if (wheel !== null) {
    const connections = tallyFor(wheel.version, context)
    const outcome = await connections.during(
      context.signal,
      () => downloadWheel(wheel, recipe.pipParameters, work, connections, context),
      ({ kind }) => kind === 'fetched',
    )
    if (outcome.kind === 'fetched') {
      await unpackWheel(outcome.file, folder, context)
      const binding = await finish(folder, work, wheel.version, context, recipe)
      return { name: runtimeFolderName(wheel, sourceHash), version: wheel.version, binding }
    }
    wheelReason = outcome.reason
  }

  let archiveReason = `no archive exists for ${system}`
  if (archive !== null) {
    const connections = tallyFor(archive.version, context)
    const outcome = await connections.during(
      context.signal,
      () => installArchive(archive, recipe.vendorStorage, work, folder, connections, context),
      ({ kind }) => kind === 'done',
    )
    if (outcome.kind === 'done') {
      const binding = await finish(folder, work, archive.version, context, recipe)
      return { name: runtimeFolderName(archive, sourceHash), version: archive.version, binding }
    }
    archiveReason = outcome.reason
  }

  throw new GlyphlabError(
    'runtime-missing',
    `no TensorFlow runtime, and no way to get one: (1) GLYPHLAB_LIBTENSORFLOW is not set; ` +
      `(2) the wheel by pip: ${wheelReason}; (3) the vendor's archive: ${archiveReason}`,
  )
}

/** Strips the libraries, adds the binding and leaves nothing else behind. */
async function finish(
  folder: string,
  work: string,
  version: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<string> {
  const libraries = await findLibraries(join(folder, 'lib'))
  if (libraries === undefined) {
    throw new GlyphlabError('runtime-install-failed', `there is no libtensorflow in ${folder}/lib`)
  }
  await stripLibraries(libraries, context)
  const binding = await addBinding(libraries, folder, work, version, context, recipe)
  await rm(work, { recursive: true, force: true })
  return binding
}

async function addBinding(
  libraries: Libraries,
  folder: string,
  work: string,
  version: string,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<string> {
  const binding = 'lib/tfjs_binding.node'
  context.onProgress({ phase: 'compiling' })
  const built = await recipe.buildBinding({
    libraries,
    includeFolder: join(folder, 'include'),
    runPath: process.platform === 'darwin' ? '@loader_path' : '$ORIGIN',
    outputFile: join(folder, binding),
    temporaryFolder: work,
    signal: context.signal,
  })
  if (built) return binding
  const { vendorStorage } = recipe
  const connections = tallyFor(version, context)
  const prebuilt = await connections.during(
    context.signal,
    () => placePrebuiltBinding(libraries, vendorStorage, work, folder, connections, context),
    ({ kind }) => kind === 'placed',
  )
  if (prebuilt.kind === 'placed') return prebuilt.binding
  throw new GlyphlabError(
    'runtime-install-failed',
    `there is no C++ compiler for the TensorFlow binding, and no prebuilt one: ${prebuilt.reason}`,
    COMPILER_HINT,
  )
}

function tallyFor(version: string, { home }: InstallContext): ConnectionTally {
  return new ConnectionTally(home, { kind: 'runtime', version })
}
