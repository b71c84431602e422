import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ModelRef } from '../../../../src-preload/contract/sketch'
import { useBridge, whenConnected } from '../../../stores/use-bridge'
import { factsOfBuiltIn, factsOfRun, type ModelFacts } from './model-facts'

/** What is known of a model; null where nothing is. */
export function useModelFacts(model: () => ModelRef): Readonly<ShallowRef<ModelFacts | null>> {
  const bridge = useBridge()
  const facts = shallowRef<ModelFacts | null>(null)

  async function ask(): Promise<void> {
    const asked = model()
    const found = await factsOf(asked)
    if (asked === model()) facts.value = found
  }
  async function factsOf(asked: ModelRef): Promise<ModelFacts | null> {
    if (asked.kind === 'built-in') {
      const answer = await bridge.request('sketch.built-in', {})
      return answer.ok ? factsOfBuiltIn(answer.result.model) : null
    }
    const answer = await bridge.request('runs.open', { run: asked.run })
    return answer.ok ? factsOfRun(answer.result.record) : null
  }
  onScopeDispose(whenConnected(bridge, () => void ask()))
  watch(model, () => void ask())
  return facts
}
