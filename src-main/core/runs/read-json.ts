import { z } from 'zod'
import { RUN_SCHEMA } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { readTextFile } from '../files/read-text'

const versionSchema = z.object({ schema: z.int() })

/**
 * Reads a JSON file of a run folder.
 * @returns null where there is none
 * @throws GlyphlabError `run-newer` for a later version than this program knows, `run-damaged` for anything
 *   that does not fit
 */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: string
  try {
    text = readTextFile(path)
  } catch (error) {
    const code = systemErrorCode(error)
    // In a link to a file there is nothing either.
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw damaged(`${path} cannot be read (${code ?? String(error)})`, error)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw damaged(`${path} is no JSON`, error)
  }
  requireKnownVersion(path, json)
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : ''
  throw damaged(`${path}${place}: ${issue?.message ?? 'does not fit'}`, parsed.error)
}

export function requireKnownVersion(path: string, json: unknown): void {
  const version = versionSchema.safeParse(json)
  if (version.success && version.data.schema > RUN_SCHEMA)
    throw new GlyphlabError(
      'run-newer',
      `${path} is of version ${version.data.schema}, this Glyphlab reads up to ${RUN_SCHEMA}`,
    )
}

function damaged(message: string, cause: unknown): GlyphlabError {
  return new GlyphlabError('run-damaged', message, undefined, { cause })
}
