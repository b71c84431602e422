import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { isRequestName, REQUESTS } from '../../src-preload/contract/bridge/requests'
import { errorSchema, type ErrorCode } from '../../src-preload/contract/errors'

/** What no window can cause, whatever it sends. */
const OURS: readonly ErrorCode[] = ['internal', 'process-crashed', 'process-killed']

/** What is wrong with an answer, or null. */
export function answerFault(name: string, answer: Answer<unknown>): string | null {
  if (!answer.ok) {
    const error = errorSchema.safeParse(answer.error)
    if (!error.success) return `${name}: an error that is none`
    return OURS.includes(error.data.code)
      ? `${name}: ${error.data.code}, ${error.data.message}`
      : null
  }
  if (!isRequestName(name)) return `${name}: there is no such request, and it was answered`
  const result = REQUESTS[name].result.safeParse(answer.result)
  return result.success ? null : `${name}: not as the contract says, ${result.error.message}`
}
