import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GlyphlabError } from '../../errors'
import { fileContent } from '../../files/file-content'
import { systemErrorCode } from '../../files/file-error'
import type { InstallContext } from './install-folder'
import type { WheelPin } from './pinned-downloads'
import type { Runtime } from './runtime'
import type { VerifiedWheel } from './wheel'
import { requireWheels } from './wheels-in-folder'

export const CARRIED_MANIFEST = 'glyphlab-runtime.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const plainName = z.string().regex(/^[\w.+-]+$/)

/** What `runtime pack` says of the folder that it made; it is written last. */
export const carriedSchema = z.strictObject({
  schema: z.literal(1),
  /** Glyphlab's, for people. */
  glyphlab: z.string(),
  variant: z.enum(['cpu', 'gpu']),
  tensorflow: z.string(),
  /** `<process.platform>-<process.arch>` */
  system: z.string(),
  /** Below wheels/. */
  wheels: z.array(
    z.strictObject({ file: plainName, project: z.string(), version: z.string(), sha256 }),
  ),
  /** What the binding was compiled from; one of other sources does not fit. */
  bindingSource: sha256,
  /** Below binding/: compiled, for machines without a compiler. */
  binding: z.array(z.strictObject({ file: plainName, sha256 })),
})
export type Carried = z.infer<typeof carriedSchema>

/** What can be installed out of a folder that was carried here. */
export interface CarriedFolder {
  readonly wheels: readonly VerifiedWheel[]
  /** The compiled binding's files, compared with their hashes; empty where there is none that fits. */
  readonly binding: readonly string[]
}

/**
 * Reads a folder that `runtime pack` made, or one of plain wheels, and compares all that will be used of it
 * with its hash: wheels with those that this version of Glyphlab knows, the binding with the folder's own.
 *
 * @throws GlyphlabError `runtime-install-failed` where it is of another version, variant or system, incomplete or
 *   damaged
 */
export async function readCarriedFolder(
  folder: string,
  variant: Runtime['variant'],
  pins: readonly WheelPin[],
  sourceHash: string,
  options: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<CarriedFolder> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw wrong(`there is no folder ${folder}`, 'Name the folder that was carried here.')
  const carried = await readManifest(folder)
  if (carried === null) return { wheels: await requireWheels(folder, pins, options), binding: [] }
  const system = `${process.platform}-${process.arch}`
  if (carried.system !== system)
    throw wrong(`${folder} was packed for ${carried.system}, this machine is ${system}`)
  if (carried.variant !== variant)
    throw wrong(
      `${folder} was packed for ${carried.variant}, not for ${variant}`,
      `Install what it holds: glyphlab runtime install ${carried.variant} --from DIR.`,
    )
  const [tensorflow] = pins
  if (tensorflow !== undefined && carried.tensorflow !== tensorflow.version)
    throw wrong(
      `${folder} holds TensorFlow ${carried.tensorflow}, this Glyphlab takes ${tensorflow.version}`,
    )
  const wheels = await requireWheels(join(folder, 'wheels'), pins, options)
  const fits = carried.bindingSource === sourceHash
  return { wheels, binding: fits ? await requireBinding(folder, carried, options.signal) : [] }
}

async function readManifest(folder: string): Promise<Carried | null> {
  let text: string
  try {
    text = await readFile(join(folder, CARRIED_MANIFEST), 'utf8')
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw unreadable(folder, systemErrorCode(error) ?? String(error))
  }
  try {
    return carriedSchema.parse(JSON.parse(text))
  } catch {
    throw unreadable(folder, 'it is none of this version of Glyphlab, or damaged')
  }
}

async function requireBinding(
  folder: string,
  { binding }: Carried,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const paths = []
  for (const { file, sha256: wanted } of binding) {
    const path = join(folder, 'binding', file)
    const content = await fileContent(path, signal).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'ENOENT') throw error
      throw wrong(`${folder} is incomplete: it lacks binding/${file}`)
    })
    if (content.sha256 !== wanted)
      throw wrong(`${path} is damaged: it is not the file with SHA-256 ${wanted}`)
    paths.push(path)
  }
  return paths
}

function unreadable(folder: string, why: string): GlyphlabError {
  return wrong(`${join(folder, CARRIED_MANIFEST)} cannot be read: ${why}`)
}

function wrong(
  message: string,
  hint = 'Pack a folder with this version of Glyphlab on a machine of the same system (`glyphlab runtime pack DIR`), and copy it whole.',
): GlyphlabError {
  return new GlyphlabError('runtime-install-failed', message, hint)
}
