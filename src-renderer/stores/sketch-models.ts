import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { RunEntry } from '../../src-preload/contract/bridge/run-requests'
import type { BuiltInModel } from '../../src-preload/contract/sketch'
import { useRunsStore } from './runs'
import { together, useBridge, whenConnected } from './use-bridge'

/** What can read: the model that comes with Glyphlab, and every run with a checkpoint. */
export const useSketchModelsStore = defineStore('sketch-models', () => {
  const bridge = useBridge()
  const runs = useRunsStore()
  /** Null before it is known, and where it is not there. */
  const builtIn = shallowRef<BuiltInModel | null>(null)
  /** The latest first. */
  const trained = computed<readonly RunEntry[]>(() => runs.runs.filter(({ best }) => best !== null))
  /** Whether it is known which runs there are. */
  const isKnown = computed(() => runs.state.phase === 'known')

  async function ask(): Promise<void> {
    const answer = await bridge.request('sketch.built-in', {})
    if (answer.ok) builtIn.value = answer.result.model
  }

  /** Asks for runs once, and whenever the program tells of a change; those of terminals come with the picker. */
  function begin(): () => void {
    return together(
      whenConnected(bridge, () => {
        void ask()
        void runs.ask()
      }),
      bridge.on('runs.changed', () => void runs.ask()),
    )
  }
  return { builtIn, trained, isKnown, begin, followRuns: () => runs.begin() }
})
