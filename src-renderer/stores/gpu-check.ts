import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { GpuCheck } from '../../src-preload/contract/gpu-check'
import { together, useBridge, whenConnected } from './use-bridge'

/** The graphics card held against the processor: one check at a time, whichever window asked for it. */
export const useGpuCheckStore = defineStore('gpu-check', () => {
  const bridge = useBridge()
  const state = shallowRef<GpuCheck>({ phase: 'idle' })
  /** Why the latest command was refused. */
  const refusal = shallowRef<ErrorData | null>(null)
  let told = 0

  async function ask(): Promise<void> {
    const before = told
    const answer = await bridge.request('gpu-check.state', {})
    // An event that came meanwhile is later than this.
    if (answer.ok && before === told) state.value = answer.result
  }

  async function command(name: 'gpu-check.start' | 'gpu-check.cancel'): Promise<void> {
    const answer = await bridge.request(name, {})
    refusal.value = answer.ok ? null : answer.error
  }

  async function showFiles(): Promise<void> {
    const answer = await bridge.request('app.reveal', { what: 'reports' })
    refusal.value = answer.ok ? null : answer.error
  }

  function begin(): () => void {
    return together(
      bridge.on('gpu-check.changed', (next) => {
        told += 1
        state.value = next
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    ...{ state, refusal, begin, showFiles },
    start: () => command('gpu-check.start'),
    cancel: () => command('gpu-check.cancel'),
  }
})
