import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { Log } from './log'
import { logFaults } from './log-faults'

test.each([
  ['uncaughtException', new Error('slipped'), 'uncaughtException: slipped'],
  ['unhandledRejection', 'no error at all', 'unhandledRejection: no error at all'],
])('an %s is a line of the log, with its place', (kind, fault, line) => {
  const lines: Parameters<Log['write']>[] = []
  const source = new EventEmitter()
  const end = logFaults({ write: (...line) => lines.push(line) }, 'served', source)
  source.emit(kind, fault)
  const stack: unknown = expect.stringContaining('log-faults.test.ts')
  expect(lines).toEqual([['error', 'served', line, { stack }]])
  end()
  expect(source.listenerCount(kind)).toBe(0)
})
