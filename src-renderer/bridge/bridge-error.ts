import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { ERROR_HINTS } from '../../src-preload/contract/errors'

const MESSAGES = {
  'connection-lost': 'the connection to Glyphlab was lost',
  'sender-refused': 'Glyphlab does not know this window',
  'request-unknown': 'this window is of another version than Glyphlab',
  'dataset-missing': 'there is no file in what was dropped',
} as const

/** What a request is answered that has not reached the program, or whose answer has not come back. */
export function unanswered(code: keyof typeof MESSAGES): Answer<never> {
  return { ok: false, error: { code, message: MESSAGES[code], hint: ERROR_HINTS[code] } }
}
