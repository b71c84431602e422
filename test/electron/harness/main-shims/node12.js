/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this by --require */
// Builtins of Node 20 on Node 12.14: what the main process uses of them.
const Module = require('module')
const crypto = require('crypto')
const fs = require('fs')
const os = require('os')
const path = require('path')
const stream = require('stream')
const util = require('util')

crypto.randomUUID = () => {
  const bytes = crypto.randomBytes(16)
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const parts = [[0, 8], [8, 12], [12, 16], [16, 20], [20]]
  return parts.map(([from, to]) => hex.slice(from, to)).join('-')
}

os.availableParallelism = () => os.cpus().length

fs.rmSync = (target, { recursive = false, force = false } = {}) => {
  let status
  try {
    status = fs.lstatSync(target)
  } catch (error) {
    if (force && error.code === 'ENOENT') return
    throw error
  }
  if (!status.isDirectory()) return fs.unlinkSync(target)
  if (!recursive) throw Object.assign(new Error('Path is a directory'), { code: 'ERR_FS_EISDIR' })
  for (const name of fs.readdirSync(target))
    fs.rmSync(path.join(target, name), { recursive, force })
  fs.rmdirSync(target)
}
fs.promises.rm = async (target, options) => fs.rmSync(target, options)
// Node asks the system since 18.15; by df here.
fs.promises.statfs = async (target) => {
  const { stdout } = await util.promisify(require('child_process').execFile)('df', ['-B1', target])
  const [, blocks, , bavail] = stdout.trim().split('\n').pop().split(/\s+/).map(Number)
  return { bsize: 1, frsize: 1, blocks, bfree: bavail, bavail }
}

const AbortError = (signal) =>
  Object.assign(new Error('The operation was aborted', { cause: signal.reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  })
function delay(milliseconds, value, { signal, ref = true } = {}) {
  return new Promise((resolve, reject) => {
    if (signal && signal.aborted) return reject(AbortError(signal))
    const timer = setTimeout(resolve, milliseconds, value)
    if (!ref) timer.unref()
    const abort = () => {
      clearTimeout(timer)
      reject(AbortError(signal))
    }
    if (signal) signal.addEventListener('abort', abort, { once: true })
  })
}

const added = {
  'fs/promises': fs.promises,
  'timers/promises': { setTimeout: delay, setImmediate: util.promisify(setImmediate) },
  'stream/promises': {
    pipeline: util.promisify(stream.pipeline),
    finished: util.promisify(stream.finished),
  },
  'util/types': util.types,
  'path/posix': path.posix,
  'path/win32': path.win32,
}
const load = Module._load
Module._load = function (request, ...rest) {
  const name = request.startsWith('node:') ? request.slice(5) : request
  return Object.hasOwn(added, name) ? added[name] : load.call(this, name, ...rest)
}
