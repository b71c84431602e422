import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Device } from '../../src-preload/contract/job'
import type { Devices } from '../../src-preload/contract/runtime'
import { together, useBridge, whenConnected } from './use-bridge'

/** What runs can be computed on; a machine without a graphics card that works has no choice. */
export const useDevicesStore = defineStore('devices', () => {
  const bridge = useBridge()
  const found = shallowRef<Devices>({ devices: [], standard: 'cpu' })
  /** Whether a device would multiply float32 in TF32 if it may; null stands for the one that computes unasked. */
  const hasTf32 = (device: Device | null) =>
    found.value.devices.find((known) => known.device === (device ?? found.value.standard))
      ?.hasTf32 ?? false
  const hasChoice = computed(() => found.value.devices.length > 1)

  async function ask(): Promise<void> {
    const answer = await bridge.request('devices.list', {})
    if (answer.ok) found.value = answer.result
  }

  function begin(): () => void {
    return together(
      // What was installed or removed may bring a card, or take it.
      bridge.on('runtime.changed', ({ state }) => {
        if (state === 'idle') void ask()
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { found, hasChoice, hasTf32, begin }
})
