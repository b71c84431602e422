// What the page needs of the web platform, beyond Chromium 83 and core-js.

crypto.randomUUID ??= () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (
      Number(digit) ^
      (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))
    ).toString(16),
  )

AbortSignal.timeout ??= (milliseconds) => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), milliseconds)
  return controller.signal
}
AbortSignal.prototype.throwIfAborted ??= function () {
  if (this.aborted) throw new DOMException('aborted', 'AbortError')
}

globalThis.WeakRef ??= class {
  constructor(target) {
    this.target = target
  }
  deref() {
    return this.target
  }
}

Element.prototype.replaceChildren ??= function (...nodes) {
  this.textContent = ''
  this.append(...nodes)
}

CanvasRenderingContext2D.prototype.roundRect ??= function (x, y, width, height, radii = 0) {
  const radius = Math.min(Array.isArray(radii) ? radii[0] : Number(radii), width / 2, height / 2)
  this.moveTo(x + radius, y)
  this.arcTo(x + width, y, x + width, y + height, radius)
  this.arcTo(x + width, y + height, x, y + height, radius)
  this.arcTo(x, y + height, x, y, radius)
  this.arcTo(x, y, x + width, y, radius)
  this.closePath()
}

// addEventListener({ signal }) came with Chromium 88.
const addEventListener = EventTarget.prototype.addEventListener
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const signal = options?.signal
  if (signal?.aborted) return
  addEventListener.call(this, type, listener, options)
  if (signal)
    addEventListener.call(signal, 'abort', () => this.removeEventListener(type, listener, options))
}
