import type { DiagnosedGpu } from '../../../src-preload/contract/diagnosis'
import { compilesKernels } from './requirements'
import { capabilityText, hasTf32, type Gpu } from './gpu'

/** A card as windows and reports are told of it. */
export function diagnosedGpu(gpu: Gpu): DiagnosedGpu {
  const { index, name, memoryBytes, computeCapability } = gpu
  return {
    ...{ index, name, memoryBytes },
    computeCapability: capabilityText(computeCapability),
    hasTf32: hasTf32(gpu),
    compilesKernels: compilesKernels(computeCapability),
  }
}
