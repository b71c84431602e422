import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Importing, ImportOptions } from '../../src-preload/contract/shelf'
import { together, useBridge, whenConnected } from './use-bridge'

/** How the user's files become data sets: one at a time. */
export const useImportsStore = defineStore('imports', () => {
  const bridge = useBridge()
  const state = shallowRef<Importing>({ phase: 'idle' })
  /** Files that are to be taken in once the user has said how. */
  const offered = shallowRef<HandedOver | null>(null)
  const refusal = shallowRef<ErrorData | null>(null)
  /** What the last import of this window was of. */
  const last = shallowRef<{
    readonly handedOver: HandedOver
    readonly options: ImportOptions
  } | null>(null)
  const canTryAgain = computed(() => state.value.phase === 'failed' && last.value !== null)

  async function ask(): Promise<void> {
    const answer = await bridge.request('imports.state', {})
    if (answer.ok) state.value = answer.result
  }

  /** By a dialog of the system. */
  async function choose(what: 'file' | 'folder'): Promise<void> {
    const answer = await bridge.request('imports.choose', { what })
    refusal.value = answer.ok ? null : answer.error
    if (answer.ok) offered.value = answer.result.handedOver
  }

  /** Shows what was handed over, and asks how to take it in. */
  function offer(handedOver: HandedOver): void {
    if (offered.value?.id !== handedOver.id) withdraw()
    refusal.value = null
    offered.value = handedOver
  }

  function withdraw(): void {
    const handedOver = offered.value
    offered.value = null
    refusal.value = null
    if (handedOver === null) return
    // It is gone then, also for another try.
    if (last.value?.handedOver === handedOver) last.value = null
    void bridge.request('handed-over.withdraw', { handedOver: handedOver.id })
  }

  /** Enter that is held down would ask for the same again. */
  let isStarting = false

  /** Begins to take in what was offered; where that is refused, it stays on offer. */
  async function start(options: ImportOptions): Promise<void> {
    const handedOver = offered.value
    if (handedOver === null || isStarting) return
    isStarting = true
    last.value = { handedOver, options }
    const answer = await bridge.request('imports.start', { handedOver: handedOver.id, options })
    isStarting = false
    refusal.value = answer.ok ? null : answer.error
    if (answer.ok && offered.value === handedOver) offered.value = null
  }

  /** Asks anew how to take in what could not be taken in. */
  function tryAgain(): void {
    if (canTryAgain.value && last.value !== null) offer(last.value.handedOver)
  }

  async function stop(): Promise<void> {
    await bridge.request('imports.stop', {})
  }

  /** Puts away what the last import has come to. */
  function dismiss(): void {
    if (state.value.phase === 'done' || state.value.phase === 'failed')
      state.value = { phase: 'idle' }
  }

  function begin(): () => void {
    return together(
      bridge.on('imports.changed', (importing) => {
        state.value = importing
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    state,
    offered,
    refusal,
    last,
    canTryAgain,
    begin,
    choose,
    offer,
    withdraw,
    start,
    tryAgain,
    stop,
    dismiss,
  }
})
