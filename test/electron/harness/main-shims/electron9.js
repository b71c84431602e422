/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this by --require */
// Electron's main process as of today on Electron 9: what the product uses of it.
const { EventEmitter } = require('events')
const { fork } = require('child_process')
const path = require('path')
const { PassThrough } = require('stream')
const electron = require('electron')
const { encode, decode } = require('./codec.js')
const { app, ipcMain, protocol } = electron

const NODE = process.env.GLYPHLAB_TEST_NODE
if (!NODE) throw new Error('GLYPHLAB_TEST_NODE must name the Node that runs utility processes')

// --- utilityProcess over child_process.fork, with the system's Node ------------------------------------

const CRASHES = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGTRAP', 'SIGSYS']

/** The system's Node reads no archive; test/package lays what it runs beside. */
const outsideArchive = (file) => file.replace(/([\\/]app\.asar)([\\/])/, '$1.unpacked$2')

class UtilityProcess extends EventEmitter {
  constructor(file, args, { env = process.env, execArgv = [], serviceName }) {
    super()
    const shim = outsideArchive(path.join(__dirname, 'utility-process.js'))
    this.child = fork(outsideArchive(file), args, {
      execPath: NODE,
      execArgv: ['--require', shim, ...execArgv],
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.pid = this.child.pid
    this.stderr = this.child.stderr.pipe(new PassThrough())
    setImmediate(() => this.emit('spawn'))
    this.child.on('message', (message) => this.emit('message', decode(message)))
    this.child.on('exit', (code, signal) => {
      this.pid = undefined
      const reason =
        signal === null ? 'abnormal-exit' : CRASHES.includes(signal) ? 'crashed' : 'killed'
      const exitCode = code ?? require('os').constants.signals[signal]
      // Electron tells of both, in no fixed order.
      this.emit('exit', exitCode)
      this.stderr.removeAllListeners()
      const details = { type: 'Utility', name: serviceName, reason, exitCode }
      if (exitCode !== 0) setTimeout(() => app.emit('child-process-gone', {}, details), 20)
    })
  }
  postMessage(message) {
    if (this.child.connected) this.child.send(encode(message), () => undefined)
  }
}
const utilityProcess = {
  fork: (file, args = [], options = {}) => new UtilityProcess(file, args, options),
}

// --- protocol.handle over registerBufferProtocol ---------------------------------------------------------

protocol.handle = (scheme, handler) => {
  protocol.registerBufferProtocol(scheme, async ({ url, method, headers }, done) => {
    try {
      const response = await handler(new Request(url, { method, headers }))
      const answered = {}
      response.headers.forEach((value, name) => (answered[name] = value))
      const [mimeType, charset] = (response.headers.get('content-type') ?? 'text/plain').split(';')
      done({
        statusCode: response.status,
        headers: answered,
        mimeType,
        charset: charset?.trim().slice('charset='.length),
        data: Buffer.from(await response.arrayBuffer()),
      })
    } catch (error) {
      console.error('shim: the protocol handler failed', error)
      done({ error: -2 })
    }
  })
}

// --- what contents and sessions have today ---------------------------------------------------------------

/** For each contents, what each of its frames shows; the key of the top frame apart. */
const frames = new WeakMap()

app.on('web-contents-created', (_event, contents) => {
  const known = { top: undefined, addresses: new Map() }
  frames.set(contents, known)
  contents.on('did-frame-navigate', (_event, url, _code, _text, isTop, _process, routingId) => {
    if (isTop) {
      known.addresses.clear()
      known.top = routingId
    }
    known.addresses.set(routingId, url)
  })
  contents.on('did-navigate-in-page', (_event, url, _isTop, _process, routingId) =>
    known.addresses.set(routingId, url),
  )
  for (const name of ['will-navigate', 'will-redirect'])
    contents.prependListener(name, (event, url) => (event.url = url))
  contents.setWindowOpenHandler = (handler) => {
    // Before Electron makes the window, so that window.open() answers null, as it does today.
    contents.on('-will-add-new-contents', (event, url) => {
      if (handler({ url }).action !== 'allow') event.preventDefault()
    })
  }
  contents.forcefullyCrashRenderer = () => process.kill(contents.getOSProcessId(), 'SIGKILL')
})

function withFrame(event) {
  const { top, addresses } = frames.get(event.sender) ?? { addresses: new Map() }
  const url = addresses.get(event.frameId)
  const parent = event.frameId === top ? null : { routingId: top }
  const value = url === undefined ? null : { url, parent }
  return Object.defineProperty(event, 'senderFrame', { value })
}
const { handle } = ipcMain
ipcMain.handle = (channel, listener) =>
  handle.call(ipcMain, channel, (event, ...rest) => listener(withFrame(event), ...rest))

app.on('session-created', (made) => {
  made.setDevicePermissionHandler = () => undefined
  made.setSpellCheckerEnabled = () => undefined
})

Object.defineProperty(electron, 'utilityProcess', { value: utilityProcess, enumerable: true })
