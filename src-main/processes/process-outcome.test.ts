import { expect, test } from 'vitest'
import { GlyphlabError } from '../core/errors'
import { processError, type ProcessOutcome } from './process-outcome'

const cause = new GlyphlabError('internal', 'internal: no such file')

test.each<[ProcessOutcome, string | null, string | null]>([
  [{ kind: 'stopped' }, null, null],
  [{ kind: 'exited', code: 0 }, null, null],
  [
    { kind: 'exited', code: 3 },
    'process-crashed',
    'The training process ended with status 3; its last words: second',
  ],
  [
    { kind: 'crashed', signal: 'SIGSEGV' },
    'process-crashed',
    'The training process crashed (SIGSEGV); its last words: second',
  ],
  [
    { kind: 'killed', possiblyOutOfMemory: true },
    'process-killed',
    'The training process was killed, possibly out of memory; its last words: second',
  ],
  [{ kind: 'misspoke', cause }, 'internal', 'internal: no such file'],
  [{ kind: 'failed-to-start', cause }, 'internal', 'internal: no such file'],
])('%j has its error', (outcome, code, message) => {
  const error = processError('training', outcome, ['first', 'second'])
  expect(error?.code ?? null).toBe(code)
  expect(error?.message ?? null).toBe(message)
})

test('a process that said nothing has no last words', () => {
  const error = processError('training', { kind: 'crashed', signal: 'SIGABRT' }, [])
  expect(error?.message).toBe('The training process crashed (SIGABRT)')
})
