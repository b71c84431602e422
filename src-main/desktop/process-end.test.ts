import { expect, test } from 'vitest'
import { endOfProcess, type GoneReason } from './process-end'

const KILLED = { kind: 'killed', possiblyOutOfMemory: true }

// Codes: what `waitpid` gives (a signal, 128 more with a dump, an exit code times 256), or an exit code.
test.each<readonly [GoneReason | null, number, object]>([
  ['killed', 9, KILLED],
  ['oom', 0, KILLED],
  ['memory-eviction', 9, KILLED],
  ['crashed', 11, { kind: 'crashed', signal: 'SIGSEGV' }],
  ['crashed', 134, { kind: 'crashed', signal: 'SIGABRT' }],
  ['crashed', 0xc0000005, { kind: 'crashed', signal: 'SIGSEGV' }],
  ['abnormal-exit', 1, { kind: 'exited', code: 1 }],
  ['abnormal-exit', 256, { kind: 'exited', code: 1 }],
  ['clean-exit', 0, { kind: 'exited', code: 0 }],
  ['launch-failed', 1003, { kind: 'failed-to-start' }],
  ['integrity-failure', 1, { kind: 'failed-to-start' }],
  [null, 0, { kind: 'exited', code: 0 }],
  [null, 1, { kind: 'exited', code: 1 }],
  [null, 9, KILLED],
  [null, 137, KILLED],
  [null, 139, { kind: 'crashed', signal: 'SIGSEGV' }],
  [null, 768, { kind: 'exited', code: 3 }],
])('tells how a process ended: %s, %i', (reason, code, outcome) => {
  expect(endOfProcess(code, reason)).toMatchObject(outcome)
})
