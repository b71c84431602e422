import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { AugmentationConfiguration } from '../../src-preload/contract/training'
import type { DataChoice } from '../experiment/draft'
import { together, useBridge, whenConnected } from './use-bridge'

export type SamplesState =
  | { readonly phase: 'none' }
  | { readonly phase: 'refused'; readonly error: ErrorData }
  /** Pixels in base64, as the bridge has them. */
  | {
      readonly phase: 'distorted'
      readonly characters: readonly string[]
      readonly original: string
      readonly copies: readonly string[]
    }
  | { readonly phase: 'plain'; readonly images: readonly string[] }

interface SamplesWanted {
  readonly data: DataChoice
  /** Null shows samples as they are. */
  readonly ranges: AugmentationConfiguration | null
}

const SAMPLES_DELAY_MS = 120
/** Beside the original. */
const COPIES = 5
const LARGEST_SEED = 2 ** 31

/** Some samples of the data set as training would distort them; the latest answer wins. */
export const useSamplesStore = defineStore('samples', () => {
  const bridge = useBridge()
  const state = shallowRef<SamplesState>({ phase: 'none' })

  let wanted: SamplesWanted | null = null
  let wantedText = ''
  let asked = 0
  let seed = 1
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Null leaves what is shown. */
  function ask(next: SamplesWanted | null): void {
    const text = JSON.stringify(next)
    if (next === null || text === wantedText) return
    wanted = next
    wantedText = text
    clearTimeout(timer)
    timer = setTimeout(() => void request(), SAMPLES_DELAY_MS)
  }

  /** Another sample, distorted otherwise. */
  function shuffle(): void {
    seed = (seed + 1) % LARGEST_SEED
    void request()
  }

  async function request(): Promise<void> {
    if (wanted === null) return
    asked += 1
    const number = asked
    const next = await fetchSamples(wanted, seed)
    if (number === asked && next !== null) state.value = next
  }

  async function fetchSamples(
    { data: { dataset, split }, ranges }: SamplesWanted,
    ofSeed: number,
  ): Promise<SamplesState | null> {
    const count = ranges === null ? COPIES + 1 : 1
    const drawn = await bridge.request('datasets.samples', { dataset, split, count, seed: ofSeed })
    if (!drawn.ok) return refused(drawn.error)
    const { images } = drawn.result
    const [first] = images
    if (first === undefined) return { phase: 'none' }
    if (ranges === null) return { phase: 'plain', images: images.map(({ pixels }) => pixels) }
    const distorted = await bridge.request('datasets.augment', {
      images: [first.pixels],
      ranges,
      seed: ofSeed,
      copies: COPIES,
    })
    if (!distorted.ok) return refused(distorted.error)
    return {
      phase: 'distorted',
      characters: first.characters,
      original: first.pixels,
      copies: distorted.result.images,
    }
  }

  function begin(): () => void {
    return together(
      bridge.on('datasets.changed', () => void request()),
      whenConnected(bridge, () => void request()),
      () => clearTimeout(timer),
    )
  }
  return { state, ask, shuffle, begin }
})

/** A lost connection changes nothing: it is asked again. */
function refused(error: ErrorData): SamplesState | null {
  return error.code === 'connection-lost' ? null : { phase: 'refused', error }
}
