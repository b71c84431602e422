import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { DatasetFetch, EmnistSplit } from '../../src-preload/contract/shelf'
import { together, useBridge, whenConnected } from './use-bridge'

/** What was asked of a fetch and refused. */
export interface FetchRefusal {
  readonly split: EmnistSplit
  readonly error: ErrorData
}

/** The splits of EMNIST that are being fetched, were paused or have failed. */
export const useFetchesStore = defineStore('fetches', () => {
  const bridge = useBridge()
  const fetches = shallowRef<readonly DatasetFetch[]>([])
  const refusal = shallowRef<FetchRefusal | null>(null)
  /** How many use the network now. */
  const underWay = computed(
    () => fetches.value.filter(({ state }) => state.phase === 'fetching').length,
  )

  let told = 0

  async function ask(): Promise<void> {
    const before = told
    const answer = await bridge.request('fetches.list', {})
    // Without an answer the events tell; and one that came meanwhile is later than this.
    if (answer.ok && before === told) fetches.value = answer.result.fetches
  }

  async function command(
    name: 'fetches.start' | 'fetches.pause' | 'fetches.cancel',
    split: EmnistSplit,
  ): Promise<void> {
    const answer = await bridge.request(name, { split })
    refusal.value = answer.ok ? null : { split, error: answer.error }
  }

  const stateOf = (split: EmnistSplit | undefined): DatasetFetch['state'] | null =>
    fetches.value.find((fetch) => fetch.split === split)?.state ?? null

  function begin(): () => void {
    return together(
      bridge.on('fetches.changed', (payload) => {
        told += 1
        fetches.value = payload.fetches
      }),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    fetches,
    refusal,
    underWay,
    stateOf,
    begin,
    /** Also goes on with what was paused or has failed. */
    start: (split: EmnistSplit) => command('fetches.start', split),
    pause: (split: EmnistSplit) => command('fetches.pause', split),
    cancel: (split: EmnistSplit) => command('fetches.cancel', split),
  }
})
