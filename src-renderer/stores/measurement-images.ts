import { defineStore } from 'pinia'
import { markRaw, shallowReactive, watch } from 'vue'
import type { ImageQuery, PredictedImage } from '../../src-preload/contract/measurement'
import { ImageList } from './image-list'
import { isSameMeasurement, useMeasurementStore } from './measurement'
import { together, useBridge, whenConnected } from './use-bridge'

/** Everything, as it is in the files: what a question narrows down. */
export const ALL_IMAGES: ImageQuery = {
  actual: null,
  predicted: null,
  outcome: 'any',
  confidence: [0, 1],
  order: 'surest',
}

/** Images of the open measurement: those of a cell, those of the gallery, and one as an example here and there. */
export const useMeasurementImagesStore = defineStore('measurement-images', () => {
  const bridge = useBridge()
  const measurements = useMeasurementStore()
  const cell = markRaw(new ImageList(bridge))
  const gallery = markRaw(new ImageList(bridge))
  const examples = shallowReactive(new Map<string, PredictedImage | null>())
  const examplesAsked = new Set<string>()
  let generation = 0

  /** The images of one list, of the measurement that is open; null shows none. */
  function show(list: ImageList, query: ImageQuery | null): void {
    const ref = measurements.measurement?.ref
    list.show(ref === undefined || query === null ? null : { ref, query })
  }

  /** The first image that a question finds: null where there is none, undefined until it is known. */
  function example(query: ImageQuery): PredictedImage | null | undefined {
    const key = JSON.stringify(query)
    const known = examples.get(key)
    if (known === undefined) void askExample(key, query)
    return known
  }

  async function askExample(key: string, query: ImageQuery): Promise<void> {
    const { measurement } = measurements
    if (measurement?.predictions.kind !== 'kept' || examplesAsked.has(key)) return
    examplesAsked.add(key)
    const asked = generation
    const answer = await bridge.request('measurements.images', {
      ref: measurement.ref,
      query,
      offset: 0,
      limit: 1,
    })
    if (asked !== generation) return
    if (answer.ok) examples.set(key, answer.result.images[0] ?? null)
    else examplesAsked.delete(key)
  }

  /** Asked for again by whoever shows one. */
  function forgetExamples(): void {
    generation += 1
    examplesAsked.clear()
    examples.clear()
  }

  function again(): void {
    forgetExamples()
    cell.again()
    gallery.again()
  }

  watch(
    () => measurements.measurement?.ref ?? null,
    (next, before) => {
      if (next !== null && before !== null && isSameMeasurement(next, before)) return
      forgetExamples()
      cell.show(null)
      gallery.show(null)
    },
    { flush: 'sync' },
  )

  let users = 0
  let end = (): void => undefined

  /** Several parts of a screen show images: the first to come begins, the last to go ends. */
  function begin(): () => void {
    users += 1
    if (users === 1) end = listen()
    return () => {
      users -= 1
      if (users === 0) end()
    }
  }

  function listen(): () => void {
    return together(
      bridge.on('measurements.changed', again),
      // Images may have come back, or gone.
      bridge.on('datasets.changed', again),
      whenConnected(bridge, again),
    )
  }
  return { cell, gallery, show, example, begin }
})
