import { appendFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Set by the bundler: true only in the build that the tests kill, so that no other build can be killed so. */
declare const GLYPHLAB_FAULT_POINTS: boolean | undefined

export type FileOperation = 'create' | 'write' | 'fsync' | 'rename' | 'fsync-folder' | 'truncate'

const ENABLED = typeof GLYPHLAB_FAULT_POINTS !== 'undefined' && GLYPHLAB_FAULT_POINTS
let passed = 0

/**
 * Marks the instant before a file operation. In the test build `GLYPHLAB_KILL_AT=<n>` ends the process at
 * the n-th of them as a power cut would, and `GLYPHLAB_FAULT_TRACE=<file>` writes down what they are.
 */
export function faultPoint(operation: FileOperation, path: string): void {
  if (!ENABLED) return
  passed += 1
  const { GLYPHLAB_FAULT_TRACE: trace, GLYPHLAB_KILL_AT: killAt } = process.env
  if (trace !== undefined) appendFileSync(trace, `${operation} ${basename(path)}\n`)
  if (Number(killAt) === passed) {
    process.kill(process.pid, 'SIGKILL')
    // Until the kernel has acted.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
  }
}
