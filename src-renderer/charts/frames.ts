/** Draws at most once a frame. A hidden window draws nothing until it is shown. */
export class Frames {
  #frame: number | undefined
  #isDue = false
  readonly #onVisibility = (): void => {
    if (this.#isDue) this.soon()
  }

  constructor(private readonly draw: () => void) {
    document.addEventListener('visibilitychange', this.#onVisibility)
  }

  /** In the next frame. */
  soon(): void {
    this.#isDue = true
    if (document.hidden || this.#frame !== undefined) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined
      this.#isDue = false
      this.draw()
    })
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
  }
}
