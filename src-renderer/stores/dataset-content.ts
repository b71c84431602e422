import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DatasetPart } from '../../src-preload/contract/dataset'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { DatasetContent } from '../../src-preload/contract/shelf'
import type { ShelfKey } from './shelf'
import { together, useBridge, whenConnected } from './use-bridge'

export type ContentState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'known'; readonly content: DatasetContent }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** Of each class, beside one another. */
const SPECIMENS = 4
const LARGEST_SEED = 2 ** 31

/** What the data set on screen holds, with a few images of each class. */
export const useDatasetContentStore = defineStore('dataset-content', () => {
  const bridge = useBridge()
  const state = shallowRef<ContentState>({ phase: 'none' })
  const content = computed(() => (state.value.phase === 'known' ? state.value.content : null))
  /** Which data set; null for none, or for one that is not on this machine. */
  const shown = shallowRef<ShelfKey | null>(null)
  const part = ref<DatasetPart>('train')
  /** Pixels of a few images of each class, in the order of classes; null until they are there. */
  const specimens = shallowRef<readonly (readonly string[])[] | null>(null)
  const specimensRefusal = shallowRef<ErrorData | null>(null)

  let asked = 0
  let drawn = 0
  let seed = 1

  function show(key: ShelfKey | null): void {
    shown.value = key
    state.value = key === null ? { phase: 'none' } : { phase: 'asking' }
    // Images that are on their way are of the last one.
    drawn += 1
    specimens.value = null
    specimensRefusal.value = null
    part.value = 'train'
    void ask()
  }

  /** What is known stays in sight while it is asked again. */
  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    if (shown.value === null) return
    const { source: dataset, split } = shown.value
    const answer = await bridge.request('datasets.content', { dataset, split })
    if (number !== asked) return
    if (!answer.ok) {
      const isShown = state.value.phase === 'known'
      // A lost connection changes nothing: it is asked again.
      if (!isShown || answer.error.code !== 'connection-lost')
        state.value = { phase: 'unknown', error: answer.error }
      return
    }
    const before = content.value?.fingerprint
    state.value = { phase: 'known', content: answer.result.content }
    if (before !== answer.result.content.fingerprint || specimens.value === null) await draw()
  }

  async function draw(): Promise<void> {
    drawn += 1
    const number = drawn
    if (shown.value === null) return
    const { source: dataset, split } = shown.value
    const answer = await bridge.request('datasets.specimens', {
      ...{ dataset, split, part: part.value },
      ...{ perClass: SPECIMENS, seed },
    })
    if (number !== drawn) return
    specimensRefusal.value = answer.ok ? null : answer.error
    if (answer.ok) specimens.value = answer.result.classes
  }

  async function choosePart(next: DatasetPart): Promise<void> {
    part.value = next
    await draw()
  }

  async function drawOthers(): Promise<void> {
    seed = (seed + 1) % LARGEST_SEED
    await draw()
  }

  function begin(): () => void {
    return together(
      bridge.on('datasets.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    state,
    content,
    shown,
    part,
    specimens,
    specimensRefusal,
    begin,
    show,
    choosePart,
    drawOthers,
  }
})
