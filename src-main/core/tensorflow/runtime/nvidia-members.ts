import type { WheelPin } from './pinned-downloads'

/** XLA's assembler, the only program among NVIDIA's files. */
export const PTXAS = 'nvidia/cuda_nvcc/bin/ptxas'

const OTHER_FILES: ReadonlySet<string> = new Set([
  PTXAS,
  'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
])

/** Libraries that neither TensorFlow nor another library opens: profilers' tools, wrappers, variants. */
const UNNEEDED =
  /^lib(nvblas|cufftw|cusolverMg|checkpoint|nvperf_\w+|pcsamplingutil|nvrtc\.alt|nvrtc-builtins\.alt)\./

/**
 * Where a member of one of NVIDIA's wheels goes, below the runtime's folder: libraries at their own place,
 * licences under the project's name, no headers and nothing to link with.
 *
 * @returns undefined for what is left out
 */
export function keptOfNvidia({ project }: WheelPin, member: string): string | undefined {
  const library = /^nvidia\/\w+\/lib\/(lib[^/]+\.so(?:\.\d+)*)$/.exec(member)?.[1]
  if (library !== undefined) return UNNEEDED.test(library) ? undefined : member
  if (OTHER_FILES.has(member)) return member
  if (/^[^/]+\.dist-info\/(licenses\/)?License\.txt$/i.test(member))
    return `licenses/${project}.txt`
  return undefined
}
