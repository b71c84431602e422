import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { MeasurementRef } from '../../src-preload/contract/measurement'
import type { DataChoice } from '../experiment/draft'
import { useBridge } from './use-bridge'

export type PredictionsState =
  | { readonly phase: 'none' }
  /** A file was handed over; which data set it is of, the user is asked. */
  | { readonly phase: 'offered'; readonly file: HandedOver; readonly refusal: ErrorData | null }
  | { readonly phase: 'reading'; readonly file: HandedOver }

/** Predictions that another program made, on their way to being a measurement. */
export const usePredictionsStore = defineStore('predictions', () => {
  const bridge = useBridge()
  const state = shallowRef<PredictionsState>({ phase: 'none' })

  function offer(file: HandedOver): void {
    // One that is being read is not given up for another.
    if (state.value.phase === 'reading') return
    giveUp()
    state.value = { phase: 'offered', file, refusal: null }
  }

  /** Where the measurement is; null where the file was refused, and `state` says why. */
  async function add(data: DataChoice): Promise<MeasurementRef | null> {
    if (state.value.phase !== 'offered') return null
    const { file } = state.value
    state.value = { phase: 'reading', file }
    const answer = await bridge.request('measurements.add-predictions', {
      handedOver: file.id,
      ...data,
    })
    state.value = answer.ok ? { phase: 'none' } : { phase: 'offered', file, refusal: answer.error }
    return answer.ok ? answer.result.ref : null
  }

  function giveUp(): void {
    if (state.value.phase !== 'offered') return
    void bridge.request('handed-over.withdraw', { handedOver: state.value.file.id })
    state.value = { phase: 'none' }
  }
  return { state, offer, add, giveUp }
})
