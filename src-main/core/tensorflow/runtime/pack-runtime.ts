import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { version as glyphlab } from '../../../../package.json'
import { dataHome } from '../../data-home'
import { requireRoom } from '../../download/free-space'
import { GlyphlabError } from '../../errors'
import { syncFolder, writeFileAtomically } from '../../files/atomic-write'
import { fileContent } from '../../files/file-content'
import { writeError } from '../../files/file-error'
import { makeFolder } from '../../files/make-folder'
import { sizeOnDisk } from '../../files/size-on-disk'
import { addBinding, BINDING_FILES, bindingHere } from './add-binding'
import { bindingSourceHash } from './binding'
import { runtimeCacheFolder } from './cache-folder'
import { CARRIED_MANIFEST, carriedSchema, type Carried } from './carried-folder'
import { fetchWheels } from './fetch-wheels'
import type { InstallContext } from './install-folder'
import { throttledProgress, type ReportProgress } from './install-progress'
import { standardRecipe, type InstallRecipe } from './install-recipe'
import { findLibraries } from './libraries'
import { packReadme } from './pack-readme'
import { variantWheels } from './pinned-downloads'
import type { Runtime } from './runtime'
import { unpackWheels, type VerifiedWheel } from './wheel'

export interface PackOptions {
  readonly folder: string
  readonly variant: Runtime['variant']
  readonly onProgress?: ReportProgress
  readonly signal?: AbortSignal
}

/** A folder that is ready to be carried. */
export interface PackedRuntime {
  readonly folder: string
  readonly variant: Runtime['variant']
  readonly version: string
  readonly bytes: number
}

const README = 'README.txt'
const WORK = 'unfinished'
const OURS: ReadonlySet<string> = new Set([README, CARRIED_MANIFEST, WORK, 'wheels', 'binding'])

/**
 * Puts into a folder all that `runtime install --from` needs on another machine of the same system, one without
 * internet and compiler: the wheels as they come, the compiled binding, hashes of both, and a page that says how.
 * A call that was cut off is gone on with by the next; the manifest is written last.
 *
 * @throws GlyphlabError `runtime-missing` where the wheels cannot be had, `runtime-install-failed`, `output-failed`,
 *   `disk-full`; the signal's reason
 */
export async function packRuntime(
  options: PackOptions,
  recipe: InstallRecipe = standardRecipe(),
): Promise<PackedRuntime> {
  const { variant, signal } = options
  const folder = resolve(options.folder)
  const pins = variantWheels(recipe.pins, variant)
  const version = pins?.[0]?.version
  if (pins === null || version === undefined)
    throw new GlyphlabError(
      'runtime-missing',
      `there are no wheels of a runtime for ${variant} on ${process.platform}-${process.arch}`,
      'Pack on a machine of the system where it will be installed.',
    )
  const context: InstallContext = {
    root: runtimeCacheFolder(recipe.environment),
    home: dataHome(recipe.environment),
    onProgress: throttledProgress(options.onProgress ?? (() => undefined)),
    signal,
  }
  await requireOwnFolder(folder)
  const work = join(folder, WORK)
  await rm(work, { recursive: true, force: true })
  await rm(join(folder, CARRIED_MANIFEST), { force: true })
  await mkdir(work)
  try {
    await requireRoom(
      work,
      pins.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    )
    const outcome = await fetchWheels(pins, join(folder, 'wheels'), work, context, recipe)
    if (outcome.kind === 'unavailable')
      throw new GlyphlabError('runtime-missing', `the wheels cannot be fetched: ${outcome.reason}`)
    const sourceHash = await bindingSourceHash()
    const binding = await packBinding(
      { folder, work, version, sourceHash, wheels: outcome.wheels },
      context,
      recipe,
    )
    const carried: Carried = {
      schema: 1,
      glyphlab,
      variant,
      tensorflow: version,
      system: `${process.platform}-${process.arch}`,
      wheels: outcome.wheels.map(({ pin, file }) => ({
        file: basename(file),
        project: pin.project,
        version: pin.version,
        sha256: pin.sha256,
      })),
      bindingSource: sourceHash,
      binding,
    }
    await writeFileAtomically(join(folder, README), packReadme(carried))
    const text = JSON.stringify(carriedSchema.parse(carried), undefined, 2)
    await syncFolder(folder)
    await writeFileAtomically(join(folder, CARRIED_MANIFEST), `${text}\n`)
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5 })
  }
  return { folder, variant, version, bytes: await sizeOnDisk(folder) }
}

/** @throws GlyphlabError `output-failed` where something else is in the folder, or it cannot be made */
async function requireOwnFolder(folder: string): Promise<void> {
  let names: readonly string[]
  try {
    await makeFolder(folder)
    names = await readdir(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  const strange = names.find((name) => !OURS.has(name))
  if (strange === undefined) return
  throw new GlyphlabError(
    'output-failed',
    `${folder} holds ${strange}, which is nothing of a packed runtime`,
    'Name an empty folder, or one that is not there yet.',
  )
}

interface BindingToPack {
  readonly folder: string
  readonly work: string
  readonly version: string
  readonly sourceHash: string
  readonly wheels: readonly VerifiedWheel[]
}

/** That of a runtime here; else one that is compiled against the packed wheel. */
async function packBinding(
  { folder, work, version, sourceHash, wheels }: BindingToPack,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<Carried['binding']> {
  const found = await bindingHere(version, sourceHash, context, recipe)
  const files =
    found.length > 0
      ? found
      : await compiledBinding({ work, version, sourceHash, wheels }, context, recipe)
  const target = join(folder, 'binding')
  await rm(target, { recursive: true, force: true })
  await mkdir(target)
  const packed = []
  for (const file of files) {
    const copy = join(target, basename(file))
    await copyFile(file, copy)
    packed.push({ file: basename(file), sha256: (await fileContent(copy)).sha256 })
  }
  return packed
}

async function compiledBinding(
  { work, version, sourceHash, wheels }: Omit<BindingToPack, 'folder'>,
  context: InstallContext,
  recipe: InstallRecipe,
): Promise<readonly string[]> {
  const runtime = join(work, 'runtime')
  await mkdir(runtime)
  await unpackWheels(wheels.slice(0, 1), runtime, context)
  const libraries = await findLibraries(join(runtime, 'lib'))
  if (libraries === undefined)
    throw new GlyphlabError('runtime-install-failed', 'there is no libtensorflow in the wheel')
  const binding = await addBinding(
    { libraries, folder: runtime, work, version, sourceHash, carried: [] },
    context,
    recipe,
  )
  const folder = join(runtime, binding, '..')
  const built = new Set(await readdir(folder))
  return BINDING_FILES.filter((name) => built.has(name)).map((name) => join(folder, name))
}
