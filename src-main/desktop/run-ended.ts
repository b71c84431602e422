import type { Job } from '../../src-preload/contract/job'
import { TEXTS } from './texts'

export interface Notice {
  readonly title: string
  readonly body: string
}

/** What to tell of a job that has ended; null where there is nothing to tell. */
export function runEndedNotice({ state }: Job): Notice | null {
  const texts = TEXTS.runEnded
  switch (state.phase) {
    case 'finished': {
      const { test } = state.result
      const percent = test === null ? null : (test.accuracy * 100).toFixed(2)
      const { dataset } = state.description
      return {
        title: texts.finished,
        body: percent === null ? '' : texts.accuracy(percent, dataset),
      }
    }
    case 'stopped':
      return { title: texts.stopped, body: state.run === null ? '' : texts.resumable }
    case 'failed':
      return { title: texts.failed, body: state.error.message }
    case 'queued':
    case 'starting':
    case 'running':
    case 'pausing':
    case 'paused':
    case 'stopping':
      return null
  }
}
