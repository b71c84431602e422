import { z } from 'zod'
import { version } from '../../../../package.json'
import { runIdSchema, type RunId } from '../../../../src-preload/contract/run'
import { GlyphlabError } from '../../errors'
import { jsonText } from '../../files/json-text'
import { isPortableName } from './portable-path'
import { invalidRunFile } from './run-file-invalid'

/** The first file of a portable run. */
export const MANIFEST_PATH = 'glyphlab.json'
/** A line for each of the most files there can be takes less. */
export const MOST_MANIFEST_BYTES = 2 ** 20

const FORMAT = 'glyphlab-run'
/** Of the archive; what its files are, `schema` in them says. */
const FORMAT_VERSION = 1

const versionSchema = z.looseObject({
  format: z.literal(FORMAT),
  version: z.int().positive(),
  glyphlab: z.string().max(100).catch('another version'),
})
const manifestFileSchema = z.strictObject({
  path: z.string().min(1).max(400),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ManifestFile = Readonly<z.infer<typeof manifestFileSchema>>

/** `glyphlab.json`: what the archive holds. */
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  /** The version of Glyphlab that wrote it. */
  glyphlab: z.string().max(100),
  /** The name of the run's folder; a copied run has another id in its record. */
  run: runIdSchema.refine(isPortableName, 'no name for a folder'),
  /** All others of the archive, in their order. */
  files: z.array(manifestFileSchema),
})
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

export function manifestText(run: RunId, files: readonly ManifestFile[]): string {
  const manifest: Manifest = {
    format: FORMAT,
    version: FORMAT_VERSION,
    glyphlab: version,
    run,
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  }
  return jsonText(manifest)
}

/**
 * @param archive for messages
 * @throws GlyphlabError `run-newer` for a later version than this program knows, `archive-invalid`
 */
export function parseManifest(archive: string, text: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalidRunFile(archive, `its ${MANIFEST_PATH} is no JSON`, cause)
  }
  const known = versionSchema.safeParse(json)
  if (!known.success)
    throw invalidRunFile(archive, `its ${MANIFEST_PATH} does not say that it is a run of Glyphlab`)
  if (known.data.version > FORMAT_VERSION)
    throw new GlyphlabError(
      'run-newer',
      `${archive} was written by Glyphlab ${oneLine(known.data.glyphlab)}, in version ` +
        `${known.data.version} of the format; this one reads up to ${FORMAT_VERSION}`,
    )
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) {
    // Twice the same key, say: others might read it in another way.
    if (jsonText(parsed.data) === text) return parsed.data
    throw invalidRunFile(archive, `its ${MANIFEST_PATH} is not as Glyphlab writes it`)
  }
  const [issue] = parsed.error.issues
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : ''
  throw invalidRunFile(
    archive,
    `its ${MANIFEST_PATH}${oneLine(place)}: ${oneLine(issue?.message ?? 'does not fit')}`,
  )
}

/** What somebody else has written, within a message. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 200)
}
