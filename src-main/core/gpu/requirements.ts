import { isAtLeast, type ComputeCapability } from './gpu'

/**
 * What TensorFlow 2.21's GPU wheel asks for. It is built with CUDA 12.5 (its `build_info.py`), and CUDA 12 libraries
 * run on any driver of that generation: NVIDIA's table of minor version compatibility has 525.60.13 for Linux.
 */
export const LEAST_CUDA = 12_000
export const LEAST_DRIVER = '525.60.13'

/** The wheel has kernels for sm_60, sm_70, sm_80, sm_89 and, as PTX that the driver compiles, compute_90. */
export const LEAST_CAPABILITY: ComputeCapability = { major: 6, minor: 0 }
const NEWEST_CAPABILITY: ComputeCapability = { major: 9, minor: 0 }

/**
 * Whether the driver has to compile the kernels for a card when they are first used, which TensorFlow says can take
 * half an hour; it keeps what it has compiled.
 */
export function compilesKernels(capability: ComputeCapability): boolean {
  return !isAtLeast(NEWEST_CAPABILITY, capability)
}

/**
 * What TensorFlow opens before it takes a card, each by this name, and what those need besides. One that cannot be
 * opened makes it ignore every card.
 */
export const CUDA_LIBRARIES = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libnvJitLink.so.12',
  'libcusparse.so.12',
  'libcusolver.so.11',
  'libcudnn.so.9',
  'libcudnn_graph.so.9',
  'libcudnn_ops.so.9',
  'libcudnn_cnn.so.9',
] as const

/** 12040 as `12.4`, as CUDA counts. */
export function cudaVersionText(version: number): string {
  return `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`
}
