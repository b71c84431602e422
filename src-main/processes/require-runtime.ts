import { GlyphlabError } from '../core/errors'
import { findRuntime } from '../core/tensorflow/runtime'

/**
 * What a window computes with is fetched where the user can see and end it, never within a job.
 * @throws GlyphlabError `runtime-missing`
 */
export async function requireRuntime(signal: AbortSignal): Promise<void> {
  if ((await findRuntime({ signal })) !== null) return
  throw new GlyphlabError(
    'runtime-missing',
    'TensorFlow is not on this machine yet',
    'Install it in Settings, or by `glyphlab runtime install cpu`, then start again.',
  )
}
