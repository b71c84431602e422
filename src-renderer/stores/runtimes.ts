import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Runtimes, RuntimeVariant } from '../../src-preload/contract/runtime'
import { together, useBridge, whenConnected } from './use-bridge'

export type RuntimesState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly found: Runtimes }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The TensorFlow runtimes of the machine that computes; how an installation goes is the doctor's to tell. */
export const useRuntimesStore = defineStore('runtimes', () => {
  const bridge = useBridge()
  const state = shallowRef<RuntimesState>({ phase: 'asking' })
  /** Why the latest command was refused. */
  const refusal = shallowRef<ErrorData | null>(null)
  /** The variant that is being removed; null for none. */
  const removing = shallowRef<RuntimeVariant | null>(null)

  /** Adding up folders takes a moment: it is asked for while Settings is open. */
  async function ask(): Promise<void> {
    const answer = await bridge.request('runtime.list', {})
    if (answer.ok) state.value = { phase: 'known', found: answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  async function install(variant: RuntimeVariant): Promise<void> {
    const answer = await bridge.request('runtime.install', { variant })
    refusal.value = answer.ok ? null : answer.error
  }

  /** Out of a folder that was carried to this machine, which the system's dialog asks for. */
  async function installFromFolder(variant: RuntimeVariant): Promise<void> {
    const answer = await bridge.request('runtime.install-from-folder', { variant })
    refusal.value = answer.ok ? null : answer.error
  }

  async function remove(variant: RuntimeVariant): Promise<void> {
    removing.value = variant
    const answer = await bridge.request('runtime.remove', { variant })
    removing.value = null
    refusal.value = answer.ok ? null : answer.error
    await ask()
  }

  function begin(): () => void {
    return together(
      bridge.on('runtime.changed', ({ state: phase }) => {
        if (phase !== 'installing') void ask()
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return { state, refusal, removing, begin, install, installFromFolder, remove }
})
