import { assertNever } from '../../assert-never'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { JobLogEntry } from '../../../src-preload/contract/job'
import type { Strings } from '../../strings/strings'

export interface LogLine {
  readonly kind: 'plain' | 'warn' | 'bad'
  readonly time: string
  readonly words: string
  /** What is good about it. */
  readonly note: string
}

/** An entry of the log in words. */
export function logLine(
  strings: Strings['trainRun'],
  { time, entry }: JobLogEntry,
  hintOf: (error: ErrorData) => string,
): LogLine {
  const plain = { kind: 'plain', time: strings.logTime(time), note: '' } as const
  switch (entry.kind) {
    case 'phase': {
      const kind = entry.phase === 'failed' ? 'bad' : entry.phase === 'paused' ? 'warn' : 'plain'
      return { ...plain, kind, words: strings.logPhase(entry.phase) }
    }
    case 'started': {
      const { trainingImages, validationImages, testImages, tf32 } = entry
      const device = tf32 === true ? strings.logTf32(entry.device) : entry.device
      const started = strings.logStarted(trainingImages, validationImages, testImages, device)
      const isNew = entry.epochsBefore === 0 && entry.stepsBefore === 0
      const words = isNew
        ? started
        : `${started}; ${strings.logResumed(entry.epochsBefore, entry.stepsBefore)}`
      if (entry.withoutGpu === undefined) return { ...plain, words }
      return { ...plain, kind: 'warn', words, note: strings.logWithoutGpu(entry.withoutGpu) }
    }
    case 'epoch': {
      const { epoch, training, steering, best, epochsWithoutGain, patience } = entry
      const words = strings.logEpoch(epoch, training, steering)
      return best
        ? { ...plain, words, note: strings.logBest }
        : { ...plain, words: `${words}  ${strings.logNoGain(epochsWithoutGain, patience)}` }
    }
    case 'learning-rate':
      return { ...plain, words: strings.logRate(entry.from, entry.to) }
    case 'result': {
      const note = entry.test ? strings.logTest(entry.test.accuracy, entry.test.interval) : ''
      return { ...plain, words: strings.logResult(entry.bestEpoch), note }
    }
    case 'error':
      return { ...plain, kind: 'bad', words: `${entry.error.message}. ${hintOf(entry.error)}` }
    case 'output':
      return { ...plain, words: entry.line }
    default:
      return assertNever(entry)
  }
}
