import { internalError } from '../errors'

/**
 * Adds a correction to each image's logits, such as `priorCorrection` gives.
 *
 * @param logits `[count, classes]`
 * @param adjustment `[classes]`
 * @returns `[count, classes]`, new; the same float32 sums that a last bias with the correction in it gives
 */
export function applyAdjustment(logits: Float32Array, adjustment: Float32Array): Float32Array {
  if (adjustment.length === 0 || logits.length % adjustment.length !== 0) {
    throw internalError(`${logits.length} logits do not divide by ${adjustment.length} classes`)
  }
  const adjusted = new Float32Array(logits.length)
  for (let first = 0; first < logits.length; first += adjustment.length) {
    for (let index = 0; index < adjustment.length; index++) {
      adjusted[first + index] = (logits[first + index] ?? 0) + (adjustment[index] ?? 0)
    }
  }
  return adjusted
}
