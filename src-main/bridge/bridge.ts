import type { z } from 'zod'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import {
  isRequestName,
  REQUESTS,
  type ParsedParams,
  type RequestName,
  type Result,
} from '../../src-preload/contract/bridge/requests'
import type { ErrorCode } from '../../src-preload/contract/errors'
import { errorData, GlyphlabError } from '../core/errors'
import { windowError } from '../processes/window-words'
import type { Caller, Handler, Handlers } from './handlers'
import type { Log } from './log'
import { wrongField } from './wrong-field'

/** Answers whatever a window sends, by whichever transport. */
export interface RequestBridge {
  /** Never rejects: what is refused or fails is an answer, and a line of the log. */
  readonly answer: (name: unknown, params: unknown, caller: Caller) => Promise<Answer<unknown>>
}

/** The table with each schema typed by its request, so that one that is not known yet can be used. */
const SCHEMAS: {
  readonly [Name in RequestName]: { readonly params: z.ZodType<ParsedParams<Name>> }
} = REQUESTS

const LONGEST_NAME = 64

export function createBridge(handlers: Handlers, log: Log): RequestBridge {
  return {
    answer: async (name, params, caller) => {
      try {
        if (!isRequestName(name)) throw unknownRequest(name)
        return { ok: true, result: await handle(handlers[name], name, params, caller) }
      } catch (thrown) {
        const error = errorData(thrown)
        // A fault of ours comes with its place; a user's error needs no more than its sentence.
        const stack = thrown instanceof Error ? thrown.stack : undefined
        log.write(levelOf(error.code), 'bridge', `${asName(name)}: ${error.message}`, {
          code: error.code,
          caller: caller.id,
          ...(error.code === 'internal' && { stack }),
        })
        return { ok: false, error: windowError(error) }
      }
    },
  }
}

async function handle<Name extends RequestName>(
  handler: Handler<Name>,
  name: Name,
  params: unknown,
  caller: Caller,
): Promise<Result<Name>> {
  const parsed = SCHEMAS[name].params.safeParse(params)
  if (!parsed.success)
    throw new GlyphlabError('request-invalid', `${name}: ${wrongField(parsed.error)}`)
  return handler(parsed.data, caller)
}

function unknownRequest(name: unknown): GlyphlabError {
  return new GlyphlabError('request-unknown', `there is no request ${asName(name)}`)
}

function levelOf(code: ErrorCode): 'warn' | 'error' {
  return code === 'internal' ? 'error' : 'warn'
}

/** What was sent as a name, fit for a line. */
export function asName(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, LONGEST_NAME)) : `(${typeof name})`
}
