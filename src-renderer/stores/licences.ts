import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import { useBridge } from './use-bridge'

export type LicencesState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly texts: Result<'app.licences'> }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The licences of Glyphlab and of what it is built from, while they are looked at. */
export const useLicencesStore = defineStore('licences', () => {
  const bridge = useBridge()
  const state = shallowRef<LicencesState>({ phase: 'closed' })

  async function open(): Promise<void> {
    if (state.value.phase !== 'closed') return
    const asking: LicencesState = { phase: 'asking' }
    state.value = asking
    const answer = await bridge.request('app.licences', {})
    // Closed meanwhile, and perhaps opened again.
    if (state.value !== asking) return
    state.value = answer.ok
      ? { phase: 'known', texts: answer.result }
      : { phase: 'unknown', error: answer.error }
  }
  return {
    state,
    open,
    close: () => {
      state.value = { phase: 'closed' }
    },
  }
})
