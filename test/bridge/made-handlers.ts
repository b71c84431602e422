import {
  isRequestName,
  REQUESTS,
  type RequestName,
} from '../../src-preload/contract/bridge/requests'
import type { Handlers } from '../../src-main/bridge/handlers'
import { GlyphlabError } from '../../src-main/core/errors'

/** A whole table of handlers for tests of what is around them: those that are not given refuse. */
export function madeHandlers(given: Partial<Handlers>): Handlers {
  const refuse = (): never => {
    throw new GlyphlabError('not-possible-here', 'not in this test')
  }
  const names = Object.keys(REQUESTS).filter(isRequestName)
  const refusals = Object.fromEntries(names.map((name) => [name, refuse]))
  return { ...(refusals as Record<RequestName, typeof refuse>), ...given }
}
