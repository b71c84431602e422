/**
 * Exponential moving average without the pull towards nought that its start has, as TensorBoard draws it
 * (tensorboard, `line_chart_v2`, `classicSmoothing`; the correction is Adam's, Kingma & Ba 2015, section 3):
 * `s_n = w s_{n-1} + (1 - w) v_n`, drawn as `s_n / (1 - w^n)`. It grows with its values, so that a new
 * point costs one step and not the whole curve.
 */
export class SmoothedCurve {
  /** Share of what came before, from 0 (as measured) to below 1. */
  readonly weight: number
  #block = new Float64Array(256)
  #length = 0
  #sum = 0
  /** What is missing in the weights of `sum` to 1. */
  #missing = 1

  constructor(weight: number) {
    this.weight = weight
  }

  /** @param values the whole curve, which begins with what it was at the last call */
  follow(values: Float64Array): Float64Array {
    if (values.length > this.#block.length) {
      const larger = new Float64Array(Math.max(values.length, this.#block.length * 2))
      larger.set(this.#block.subarray(0, this.#length))
      this.#block = larger
    }
    for (let index = this.#length; index < values.length; index += 1) {
      this.#sum = this.weight * this.#sum + (1 - this.weight) * (values[index] ?? 0)
      this.#missing *= this.weight
      this.#block[index] = this.#sum / (1 - this.#missing)
    }
    this.#length = values.length
    return this.#block.subarray(0, values.length)
  }
}
