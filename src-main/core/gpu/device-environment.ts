import type { Device } from '../../../src-preload/contract/job'

export interface DevicePreferences {
  /** Whether a card may multiply float32 in TF32, where it can; so it is where left out. */
  readonly tf32?: boolean | undefined
}

/**
 * What a process of TensorFlow's must find in its environment from its start on, so that it computes on a device and
 * on no other one. Within the process the card is then the only one there is.
 */
export function deviceEnvironment(
  device: Device,
  { tf32 = true }: DevicePreferences = {},
  inherited: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  return {
    // Else it takes nearly all memory of a card, also of the one that draws the screen.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    CUDA_DEVICE_ORDER: deviceOrder(inherited),
    CUDA_VISIBLE_DEVICES: visibleDevice(device, inherited['CUDA_VISIBLE_DEVICES']),
    // Kernels that the driver compiles for a card are kept whole, for the next start.
    CUDA_CACHE_MAXSIZE: inherited['CUDA_CACHE_MAXSIZE'] ?? String(4 * 2 ** 30),
    ...tf32Environment(tf32),
  }
}

/** NVIDIA's libraries read it as they are loaded; what the user has set holds where TF32 is allowed. */
export function tf32Environment(isAllowed: boolean): Readonly<Record<string, string>> {
  return isAllowed ? {} : { NVIDIA_TF32_OVERRIDE: '0' }
}

/** Cards are counted as `nvidia-smi` counts them, unless the user wants it otherwise. */
export function deviceOrder(inherited: NodeJS.ProcessEnv): string {
  return inherited['CUDA_DEVICE_ORDER'] ?? 'PCI_BUS_ID'
}

/** Cards that the user hides stay hidden: `gpu:0` is the first of those that may be seen. */
function visibleDevice(device: Device, visible: string | undefined): string {
  if (device === 'cpu') return '-1'
  const index = Number(device.slice('gpu:'.length))
  return visible === undefined ? String(index) : (visible.split(',')[index]?.trim() ?? '-1')
}
