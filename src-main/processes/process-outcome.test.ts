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

test('the last words are those that name the fault', () => {
  // Of Node 20: node -e "throw new TypeError('lost')"
  const lines = [
    '[eval]:1',
    "throw new TypeError('lost')",
    '^',
    'TypeError: lost',
    '    at [eval]:1:7',
    'Node.js v20.20.0',
  ]
  expect(processError('data', { kind: 'exited', code: 1 }, lines)?.message).toBe(
    'The data process ended with status 1; its last words: TypeError: lost',
  )
})

test.each([
  [
    'V8',
    // Of Node 20: node --max-old-space-size=20 -e "a = []; for (;;) a.push(new Array(1e4).fill(0.5))"
    [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      '----- Native stack trace -----',
      ' 1: 0xcb8d0a node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]',
    ],
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ],
  [
    'the C++ library',
    [
      "terminate called after throwing an instance of 'std::bad_alloc'",
      '  what():  std::bad_alloc',
    ],
    "terminate called after throwing an instance of 'std::bad_alloc'",
  ],
])('a crash by which %s gives up for lack of memory is told as such', (_, lines, words) => {
  expect(processError('training', { kind: 'crashed', signal: 'SIGABRT' }, lines)).toMatchObject({
    code: 'out-of-memory',
    message: `The training process ran out of memory; its last words: ${words}`,
  })
})
