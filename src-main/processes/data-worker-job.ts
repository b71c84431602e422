import type { ErrorData } from '../../src-preload/contract/errors'
import { errorData, GlyphlabError } from '../core/errors'
import {
  dataWorkerReplySchema,
  type DataWorkerReply,
  type DataWorkerRequest,
} from './data-worker-messages'
import { entryFile } from './entry-file'
import { processError } from './process-outcome'
import type { StartProcess } from './start-process'

/** What it has to end in order, so that what it brought is kept whole. */
const GRACE_MS = 20_000

export interface DataWorkerJobOptions {
  readonly startProcess: StartProcess
  /** The data home that it works in. */
  readonly home: string
  /** What the system's list of processes may show: `import`. */
  readonly name: string
  readonly request: DataWorkerRequest
  readonly onReply: (reply: DataWorkerReply) => void
  /** The entry of the data worker; that of the build where left out. */
  readonly file?: string | undefined
}

/** How a job of the data worker ended. */
export type DataWorkerEnd =
  /** With its last reply. */
  | { readonly kind: 'done'; readonly reply: DataWorkerReply }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export interface DataWorkerJob {
  /** Never rejects. */
  readonly ended: Promise<DataWorkerEnd>
  /** Asks it to end; resolves once it has, by itself or by force. */
  stop(): Promise<void>
}

/** Gives a data worker of its own a job. */
export function startDataWorkerJob(options: DataWorkerJobOptions): DataWorkerJob {
  const { startProcess, home, name, request, onReply, file = entryFile('data-worker') } = options
  const host = startProcess<DataWorkerRequest, DataWorkerReply>({
    ...{ name, file, replySchema: dataWorkerReplySchema },
    environment: { GLYPHLAB_HOME: home },
    stopRequest: { type: 'stop' },
  })
  const heard: { last: DataWorkerReply | null } = { last: null }
  host.onMessage((reply) => {
    heard.last = reply
    onReply(reply)
  })
  const follow = async (): Promise<DataWorkerEnd> => {
    const outcome = await host.ended
    const { last } = heard
    if (last?.type === 'failed') return { kind: 'failed', error: last.error }
    if (isResult(last)) return { kind: 'done', reply: last }
    if (outcome.kind === 'stopped') return { kind: 'stopped' }
    const error = processError(name, outcome, host.lastLines)
    return { kind: 'failed', error: error ?? unexplained(name) }
  }
  host.post(request)
  return {
    ended: follow(),
    stop: async () => {
      await host.stop({ graceMs: GRACE_MS })
    },
  }
}

/** Whether a reply says what the job was to bring, and not only how it goes. */
function isResult(reply: DataWorkerReply | null): reply is DataWorkerReply {
  switch (reply?.type) {
    case undefined:
    case 'getting':
    case 'progress':
    case 'installing':
    case 'note':
      return false
    default:
      return true
  }
}

function unexplained(name: string): ErrorData {
  return errorData(
    new GlyphlabError('process-crashed', `The ${name} process ended without a word`, 'Try again.'),
  )
}
