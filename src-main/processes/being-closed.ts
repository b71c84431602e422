import { GlyphlabError } from '../core/errors'

/** Why nothing is answered any more: the program ends. */
export function beingClosed(): GlyphlabError {
  return new GlyphlabError(
    'not-possible-here',
    'Glyphlab is being closed',
    'Open it again, then try again.',
  )
}
