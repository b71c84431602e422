import { GlyphlabError } from '../../errors'

/** What is wrong with a portable run, in one line that names it. */
export function invalidRunFile(archive: string, problem: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('archive-invalid', `${archive}: ${problem}`, REMEDY, { cause })
}

/** A sounder hint than that of other archives. */
export const REMEDY = 'Copy the file again, or export the run again where it came from.'
