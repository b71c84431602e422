/** A graphics card that CUDA can use, as NVIDIA's driver tells of it. */
export interface Gpu {
  /** Among the cards that this process may see (CUDA_VISIBLE_DEVICES); the N of `gpu:N`. */
  readonly index: number
  readonly name: string
  readonly computeCapability: ComputeCapability
  readonly memoryBytes: number
  /** `GPU-…`: names the card in CUDA_VISIBLE_DEVICES whatever that says now; null where the driver does not tell. */
  readonly uuid: string | null
}

export interface ComputeCapability {
  readonly major: number
  readonly minor: number
}

/** `8.9` */
export function capabilityText({ major, minor }: ComputeCapability): string {
  return `${major}.${minor}`
}

export function isAtLeast(capability: ComputeCapability, least: ComputeCapability): boolean {
  const { major, minor } = capability
  return major > least.major || (major === least.major && minor >= least.minor)
}

/** The first cards with TF32: Ampere. */
const FIRST_TF32: ComputeCapability = { major: 8, minor: 0 }

/**
 * Whether a card multiplies float32 in TF32, 10 bits of mantissa instead of 23: TensorFlow asks for it on every
 * card that has it, unless NVIDIA_TF32_OVERRIDE=0 forbids it.
 */
export function hasTf32({ computeCapability }: Pick<Gpu, 'computeCapability'>): boolean {
  return isAtLeast(computeCapability, FIRST_TF32)
}
