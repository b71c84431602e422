import { shallowRef, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { MeasurementRef } from '../../../src-preload/contract/measurement'
import { useMeasurementStore } from '../../stores/measurement'
import { useMeasurementsStore } from '../../stores/measurements-list'
import { useBridge } from '../../stores/use-bridge'

/** Removes predictions made elsewhere, once the user was asked. */
export function useRemoval(ref: () => MeasurementRef): {
  readonly isAsked: ShallowRef<boolean>
  readonly refusal: Readonly<ShallowRef<ErrorData | null>>
  readonly remove: () => Promise<void>
} {
  const bridge = useBridge()
  const router = useRouter()
  const store = useMeasurementStore()
  const list = useMeasurementsStore()
  const isAsked = shallowRef(false)
  const refusal = shallowRef<ErrorData | null>(null)

  async function remove(): Promise<void> {
    refusal.value = null
    const removed = ref()
    const answer = await bridge.request('measurements.remove', { ref: removed })
    if (!answer.ok) {
      refusal.value = answer.error
      return
    }
    isAsked.value = false
    store.open(null)
    list.forget(removed)
    await router.replace({ name: 'results' })
  }
  return { isAsked, refusal, remove }
}
