import type { Gpu } from './gpu'

/** A display controller of NVIDIA's on the PCI bus. */
export interface PciCard {
  /** `0000:01:00.0` */
  readonly address: string
  /** The kernel's driver that holds it, such as `nvidia`, `nouveau` or `vfio-pci`; null for none. */
  readonly heldBy: string | null
}

/** A file by which the driver's library reaches a card. */
export interface DeviceNode {
  readonly path: string
  readonly state: 'usable' | 'missing' | 'denied'
}

/** What the system says without asking the driver. */
export interface SystemTraces {
  readonly platform: NodeJS.Platform
  /** Linux under Windows, where cards are no PCI devices and the driver is Windows' own. */
  readonly isWsl: boolean
  readonly cards: readonly PciCard[]
  /** Version of the kernel's part of the driver; null where it is not loaded. */
  readonly kernelDriver: string | null
  readonly nodes: readonly DeviceNode[]
}

/** What libcuda.so.1 answers. */
export type DriverAnswer =
  /** It cannot be opened; `why` is the linker's own word. */
  | { readonly kind: 'absent'; readonly why: string }
  /** It is where only WSL2 has it, and the linker does not look. */
  | { readonly kind: 'unlisted'; readonly path: string }
  | {
      readonly kind: 'refused'
      /** As cuDriverGetVersion counts: 12040 for CUDA 12.4. */
      readonly cudaVersion: number
      /** CUresult of cuInit or of what followed. */
      readonly code: number
      readonly name: string
    }
  | { readonly kind: 'answered'; readonly cudaVersion: number; readonly gpus: readonly Gpu[] }
  /** The process that asked crashed or hung. */
  | { readonly kind: 'broke'; readonly how: string }
  /** Nothing here can ask it: neither the program for it, nor a compiler to make one. */
  | { readonly kind: 'not-asked' }

export interface MissingLibrary {
  readonly name: string
  /** The linker's own word. */
  readonly why: string
}

/** Everything that decides whether TensorFlow can compute on a card. */
export interface GpuFindings extends SystemTraces {
  readonly driver: DriverAnswer
  /** What CUDA_VISIBLE_DEVICES says; null where it is not set. */
  readonly visibleDevices: string | null
  readonly runtime: {
    readonly variant: 'cpu' | 'gpu'
    /** A folder that GLYPHLAB_LIBTENSORFLOW names, which is for the user to mend. */
    readonly isNamed: boolean
    /** Of the GPU runtime; empty for the other one. */
    readonly missingLibraries: readonly MissingLibrary[]
  }
}
