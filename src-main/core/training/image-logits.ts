import type { Session } from '../tensorflow/session'
import type { EvaluationNodes } from './evaluation-graph'

/** Images a call of the evaluation takes: the kernels gain nothing beyond. */
export const EVALUATION_BATCH = 400

export interface ImageLogitsOptions {
  readonly signal?: AbortSignal | undefined
  /** Called after each batch. */
  readonly onProgress?: ((imagesDone: number) => void) | undefined
}

/** Logits of images by index, `[indices, classes]`; null where it was aborted between two batches. */
export async function imageLogits(
  session: Session,
  { indices: fed, logits: fetched }: EvaluationNodes,
  indices: Int32Array,
  { signal, onProgress }: ImageLogitsOptions,
): Promise<Float32Array | null> {
  const classes = fetched.shape.at(-1) ?? 0
  const all = new Float32Array(indices.length * classes)
  for (let start = 0; start < indices.length; start += EVALUATION_BATCH) {
    if (signal?.aborted) return null
    const batch = indices.subarray(start, start + EVALUATION_BATCH)
    const [logits] = await session.runFloats([[fed, batch]], [fetched])
    if (logits) all.set(logits, start * classes)
    onProgress?.(start + batch.length)
  }
  return all
}
