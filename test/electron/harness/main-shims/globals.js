/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this by --require */
// Globals of Node 20 that Node 12.14 lacks, beyond the language itself (core-js): what the main process uses.

class Event {
  constructor(type) {
    this.type = type
    this.defaultPrevented = false
  }
  preventDefault() {
    this.defaultPrevented = true
  }
}

class EventTarget {
  listeners = new Map()
  addEventListener(type, listener, options) {
    const once = typeof options === 'object' && options.once === true
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), { listener, once }])
  }
  removeEventListener(type, listener) {
    const kept = (this.listeners.get(type) ?? []).filter((one) => one.listener !== listener)
    this.listeners.set(type, kept)
  }
  dispatchEvent(event) {
    event.target = this
    for (const { listener, once } of this.listeners.get(event.type) ?? []) {
      if (once) this.removeEventListener(event.type, listener)
      if (typeof listener === 'function') listener.call(this, event)
      else listener.handleEvent(event)
    }
    return !event.defaultPrevented
  }
}

const named = (name, message) => Object.assign(new Error(message), { name })

class AbortSignal extends EventTarget {
  aborted = false
  reason = undefined
  throwIfAborted() {
    if (this.aborted) throw this.reason
  }
  static abort(reason) {
    const controller = new AbortController()
    controller.abort(reason)
    return controller.signal
  }
  static timeout(milliseconds) {
    const controller = new AbortController()
    const error = named('TimeoutError', 'The operation timed out')
    setTimeout(() => controller.abort(error), milliseconds).unref()
    return controller.signal
  }
  static any(signals) {
    const controller = new AbortController()
    for (const signal of signals) {
      const abort = () => controller.abort(signal.reason)
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
    }
    return controller.signal
  }
}

class AbortController {
  signal = new AbortSignal()
  abort(reason = named('AbortError', 'This operation was aborted')) {
    if (this.signal.aborted) return
    this.signal.aborted = true
    this.signal.reason = reason
    this.signal.dispatchEvent(new Event('abort'))
  }
}

class Headers {
  constructor(init = {}) {
    this.values = new Map(
      Object.entries(init).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
  }
  get(name) {
    return this.values.get(name.toLowerCase()) ?? null
  }
  forEach(listener) {
    this.values.forEach((value, name) => listener(value, name, this))
  }
}

class Response {
  constructor(body = '', { status = 200, headers = {} } = {}) {
    this.body = body
    this.status = status
    this.headers = new Headers(headers)
  }
  async arrayBuffer() {
    return Uint8Array.from(Buffer.from(this.body)).buffer
  }
}

class Request {
  constructor(url, { method = 'GET', headers = {} } = {}) {
    this.url = url
    this.method = method
    this.headers = new Headers(headers)
  }
}

/** A strong one: nothing lives long here. */
class WeakRef {
  constructor(target) {
    this.target = target
  }
  deref() {
    return this.target
  }
}

const { performance } = require('perf_hooks')
const lacking = { Event, EventTarget, AbortSignal, AbortController, Headers, Request, Response }
for (const [name, value] of Object.entries({ ...lacking, WeakRef, performance }))
  if (globalThis[name] === undefined)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
