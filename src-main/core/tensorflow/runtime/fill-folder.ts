import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectionTally } from '../../connections/connection-tally'
import { requireRoom } from '../../download/free-space'
import { GlyphlabError } from '../../errors'
import { addBinding } from './add-binding'
import { installArchive } from './archive'
import { readCarriedFolder } from './carried-folder'
import { fetchWheels } from './fetch-wheels'
import { runtimeFolderName, shortHash } from './folder-name'
import type { FolderContent, InstallContext } from './install-folder'
import type { InstallRecipe } from './install-recipe'
import { findLibraries } from './libraries'
import { variantWheels, type WheelPin } from './pinned-downloads'
import type { Runtime } from './runtime'
import { findSameFiles, takeSameFiles, wheelsKey } from './same-files'
import { stripLibraries } from './strip'
import { unpackWheels, type VerifiedWheel } from './wheel'

/** What is wanted in a folder, and where from. */
export interface FillOptions {
  readonly variant: Runtime['variant']
  readonly sourceHash: string
  /** A folder that was carried here: nothing else is asked then, no index and no network. */
  readonly from: string | null
}

/** Wheels unpack to at most so many times their size, symbols and the copy that is made without them included. */
const UNPACKED_SHARE = { cpu: 4.2, gpu: 1.85 } as const

/**
 * Puts a runtime into an empty folder: out of the folder named, or from the wheels if they can be had, else
 * (for the processor) from the vendor's archive.
 *
 * @throws GlyphlabError `runtime-missing` when neither can be had, `runtime-install-failed` when what came
 *   is damaged or the binding cannot be built, `disk-full` where there is no room for a runtime for graphics cards
 */
export async function fillFolder(
  folder: string,
  options: FillOptions,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<FolderContent> {
  const work = join(folder, 'work')
  await mkdir(work)
  const { variant, sourceHash, from } = options
  const pins = variantWheels(recipe.pins, variant)
  const unpack = async (wheels: readonly VerifiedWheel[], carried: readonly string[] | null) => {
    const version = wheels[0]?.pin.version ?? ''
    await unpackWheels(wheels, folder, context)
    const sha256 = wheels.map(({ pin }) => pin.sha256)
    return finish({ folder, work, version, sha256, carried, ...options }, context, recipe)
  }

  const same = await findSameFiles(context.root, recipe.pins, variant)
  if (same !== null && pins !== null) {
    await takeSameFiles(same, folder)
    const { version } = same.manifest
    const sha256 = pins.map((pin) => pin.sha256)
    return finish(
      { folder, work, version: version ?? '', sha256, carried: null, isStripped: true, ...options },
      context,
      recipe,
    )
  }
  if (from !== null) {
    if (pins === null)
      throw new GlyphlabError('runtime-missing', noWheels(variant), noGpuHint(variant))
    const carried = await readCarriedFolder(from, variant, pins, sourceHash, context)
    await requireRoom(folder, UNPACKED_SHARE[variant] * sizeOf(pins))
    return unpack(carried.wheels, carried.binding)
  }
  if (variant === 'gpu') return fillForGpu({ work, pins }, context, recipe, unpack)

  let wheelReason = noWheels(variant)
  if (pins !== null) {
    const outcome = await fetchWheels(pins, join(work, 'wheels'), work, context, recipe)
    if (outcome.kind === 'fetched') return unpack(outcome.wheels, null)
    wheelReason = outcome.reason
  }
  const { archive } = recipe.pins
  let archiveReason = `no archive exists for ${process.platform}-${process.arch}`
  if (archive !== null) {
    const { version, sha256 } = archive
    const connections = new ConnectionTally(context.home, { kind: 'runtime', version })
    const outcome = await connections.during(
      context.signal,
      () => installArchive(archive, recipe.vendor, work, folder, connections, context),
      ({ kind }) => kind === 'done',
    )
    if (outcome.kind === 'done')
      return finish(
        { folder, work, version, sha256: [sha256], carried: null, ...options },
        context,
        recipe,
      )
    archiveReason = outcome.reason
  }

  throw new GlyphlabError(
    'runtime-missing',
    `no TensorFlow runtime, and no way to get one: (1) GLYPHLAB_LIBTENSORFLOW is not set; ` +
      `(2) the wheel by pip: ${wheelReason}; (3) the vendor's archive: ${archiveReason}`,
  )
}

/** Fetched over hours, perhaps: whole wheels are kept beside the folder until all is unpacked. */
async function fillForGpu(
  { work, pins }: { readonly work: string; readonly pins: readonly WheelPin[] | null },
  context: InstallContext,
  recipe: InstallRecipe,
  unpack: (wheels: readonly VerifiedWheel[], carried: null) => Promise<FolderContent>,
): Promise<FolderContent> {
  if (pins === null) throw new GlyphlabError('runtime-missing', noWheels('gpu'), noGpuHint('gpu'))
  const kept = join(context.root, `wheels-${shortHash(pins.map(({ sha256 }) => sha256))}`)
  await requireRoom(work, (1 + UNPACKED_SHARE.gpu) * sizeOf(pins))
  const outcome = await fetchWheels(pins, kept, work, context, recipe)
  if (outcome.kind === 'unavailable')
    throw new GlyphlabError(
      'runtime-missing',
      `the runtime for graphics cards cannot be fetched: ${outcome.reason}`,
      'Install Python 3 with pip and connect to the internet; or carry it here: `glyphlab runtime pack DIR gpu` on another machine, `glyphlab runtime install gpu --from DIR` here.',
    )
  const content = await unpack(outcome.wheels, null)
  await rm(kept, { recursive: true, force: true })
  return content
}

function sizeOf(pins: readonly WheelPin[]): number {
  return pins.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function noWheels(variant: Runtime['variant']): string {
  const system = `${process.platform}-${process.arch}`
  return variant === 'cpu'
    ? `no wheel of TensorFlow's C library exists for ${system}`
    : `there is no runtime for graphics cards on ${system}`
}

function noGpuHint(variant: Runtime['variant']): string | undefined {
  if (variant === 'cpu') return undefined
  return process.platform === 'win32'
    ? 'On Windows, run Glyphlab within WSL2 (`glyphlab serve` shows it in the browser), or name a GPU build of libtensorflow in GLYPHLAB_LIBTENSORFLOW.'
    : 'Install the one for the processor: glyphlab runtime install cpu.'
}

interface FinishOptions extends FillOptions {
  readonly folder: string
  readonly work: string
  readonly version: string
  readonly sha256: readonly string[]
  readonly carried: readonly string[] | null
  readonly isStripped?: boolean
}

/** Strips the libraries, adds the binding and leaves nothing else behind. */
async function finish(
  options: FinishOptions,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<FolderContent> {
  const { folder, work, version, variant, sha256, sourceHash, carried } = options
  const libraries = await findLibraries(join(folder, 'lib'))
  if (libraries === undefined) {
    throw new GlyphlabError('runtime-install-failed', `there is no libtensorflow in ${folder}/lib`)
  }
  if (options.isStripped !== true) await stripLibraries(libraries, context)
  const binding = await addBinding(
    { libraries, folder, work, version, sourceHash, carried },
    context,
    recipe,
  )
  await rm(work, { recursive: true, force: true })
  const name = runtimeFolderName({ variant, version, sha256 }, sourceHash)
  const key = wheelsKey(recipe.pins, variant)
  const isOfWheels = variantWheels(recipe.pins, variant)?.[0]?.version === version
  return { name, version, variant, wheels: isOfWheels ? key : null, binding }
}
