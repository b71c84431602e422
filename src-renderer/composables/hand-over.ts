import { onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'
import type { Dropped, HandOverProgress } from '../../src-preload/contract/bridge/bridge'
import type { HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { ErrorData } from '../../src-preload/contract/errors'
import { useBridge } from '../stores/use-bridge'

export type HandOverState =
  | { readonly phase: 'idle' }
  /** Null where nothing has to be sent, or before the first of it. */
  | { readonly phase: 'handing-over'; readonly progress: HandOverProgress | null }
  | { readonly phase: 'refused'; readonly error: ErrorData }

/**
 * Hands files of the user's over to the program, one lot at a time: what {@link droppedFiles} or
 * {@link chosenFiles} have found.
 *
 * @example
 * const { state, handOver } = useHandOver()
 * const handedOver = await handOver(chosenFiles(input.files))
 */
export function useHandOver(): {
  readonly state: Readonly<ShallowRef<HandOverState>>
  /** What can be named to the program from now on; null where there is nothing, or where it is refused. */
  readonly handOver: (dropped: Dropped | null) => Promise<HandedOver | null>
  /** Puts a refusal away. */
  readonly dismiss: () => void
} {
  const bridge = useBridge()
  const state = shallowRef<HandOverState>({ phase: 'idle' })
  let isGone = false
  onScopeDispose(() => (isGone = true))

  async function handOver(dropped: Dropped | null): Promise<HandedOver | null> {
    if (dropped === null || state.value.phase === 'handing-over') return null
    state.value = { phase: 'handing-over', progress: null }
    const answer = await bridge.handOver(dropped, (progress) => {
      if (state.value.phase === 'handing-over') state.value = { phase: 'handing-over', progress }
    })
    state.value = answer.ok ? { phase: 'idle' } : { phase: 'refused', error: answer.error }
    // Whoever has left the screen is not to be asked about it any more; the program puts it away itself.
    return answer.ok && !isGone ? answer.result : null
  }
  return {
    state: readonly(state),
    handOver,
    dismiss: () => {
      if (state.value.phase === 'refused') state.value = { phase: 'idle' }
    },
  }
}
