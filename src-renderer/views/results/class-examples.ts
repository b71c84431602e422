import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ImageQuery, Measurement } from '../../../src-preload/contract/measurement'
import { isSameMeasurement } from '../../stores/measurement'
import { useBridge } from '../../stores/use-bridge'

/** Pixels of an image of the best and of the hardest class; null where there is none to be had. */
export interface ClassExamples {
  readonly best: string | null
  readonly hardest: string | null
}

/**
 * The image of the best class that the network was surest of, and its surest mistake with the hardest; null until
 * they are known.
 */
export function useClassExamples(
  measurement: () => Measurement,
): Readonly<ShallowRef<ClassExamples | null>> {
  const bridge = useBridge()
  const examples = shallowRef<ClassExamples | null>(null)
  let asked = 0

  async function example(
    { ref, predictions }: Measurement,
    of: number | undefined,
    outcome: ImageQuery['outcome'],
  ): Promise<string | null> {
    if (of === undefined || predictions.kind === 'missing') return null
    const answer = await bridge.request('measurements.images', {
      ref,
      query: { actual: [of], predicted: null, confidence: [0, 1], outcome, order: 'surest' },
      offset: 0,
      limit: 1,
    })
    return answer.ok ? (answer.result.images[0]?.pixels ?? null) : null
  }

  watch(
    measurement,
    async (of, before) => {
      asked += 1
      const number = asked
      // Of the same, asked for again, they stay in sight meanwhile.
      if (before === undefined || !isSameMeasurement(of.ref, before.ref)) examples.value = null
      const { bestClasses, hardestClasses } = of.evaluation.report
      const [best, mistake] = await Promise.all([
        example(of, bestClasses[0], 'any'),
        example(of, hardestClasses[0], 'wrong'),
      ])
      // A network that makes no mistakes has a hardest class, too.
      const hardest = mistake ?? (await example(of, hardestClasses[0], 'any'))
      if (number === asked) examples.value = { best, hardest }
    },
    { immediate: true },
  )
  return examples
}
