import type { TensorFlow } from './load'

/** Whether the TensorFlow of this process computes on a graphics card: it says so itself. */
export function usesGpu(tensorflow: TensorFlow): boolean {
  const backend: unknown = tensorflow.backend()
  return (
    typeof backend === 'object' &&
    backend !== null &&
    'isUsingGpuDevice' in backend &&
    backend.isUsingGpuDevice === true
  )
}
