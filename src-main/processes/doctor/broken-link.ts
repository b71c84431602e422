import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import { GlyphlabError } from '../../core/errors'

export type Remedy = Extract<Diagnosis['links']['runtime'], { status: 'broken' }>['remedy']

/** A link that does not hold, with the button that mends it. */
export class BrokenLink extends GlyphlabError {
  constructor(
    { code, message, hint }: GlyphlabError,
    readonly remedy: Remedy,
  ) {
    super(code, message, hint)
  }
}
