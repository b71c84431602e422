import { Worker } from 'node:worker_threads'
import { isUtilityProcess } from './parent-port'

const LOOK_EVERY_MS = 1000

/**
 * Runs beside a thread that may be within native code for as long as it likes. A parent that is gone has
 * left its child to another process, or, on Windows, has no process any more.
 */
const WATCH = `
const { workerData: { parent, everyMs, graceMs } } = require('node:worker_threads')
function isGone() {
  if (process.ppid !== parent) return true
  try {
    process.kill(parent, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
const timer = setInterval(() => {
  if (!isGone()) return
  clearInterval(timer)
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs)
}, everyMs)
`

/**
 * Sees to it that this process does not outlive its parent, also while its main thread is in a call of
 * TensorFlow that takes long, or loads a library, and hears no message. To be called once. Under Electron's `utilityProcess` Chromium does the same by itself.
 * @param graceMs what it has left, once its parent is gone, to end in order
 */
export function endWithParent({ graceMs }: { readonly graceMs: number }): void {
  if (isUtilityProcess()) return
  const workerData = { parent: process.ppid, everyMs: LOOK_EVERY_MS, graceMs }
  new Worker(WATCH, { eval: true, workerData }).unref()
}
