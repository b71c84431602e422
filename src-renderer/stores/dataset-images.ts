import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DatasetPart } from '../../src-preload/contract/dataset'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { StoredImage, WantedCorrection } from '../../src-preload/contract/shelf'
import type { ShelfKey } from './shelf'
import { together, useBridge, whenConnected } from './use-bridge'

/** Which images are looked through. */
export interface ImagesWanted {
  readonly of: ShelfKey
  readonly part: DatasetPart
  /** Of one class, as the files have it; null for all. */
  readonly label: number | null
  readonly correctedOnly: boolean
}

/** What was written down, and how it is taken back. */
export interface Undoable {
  /** The later, the higher. */
  readonly number: number
  readonly of: ShelfKey
  readonly kind: WantedCorrection['kind']
  readonly images: number
  readonly undo: readonly WantedCorrection[]
}

/** Images of one request. */
export const PAGE = 200
/** So many pages either way of what is in sight are kept: whoever scrolls through all does not hold them all. */
export const PAGES_KEPT = 20
/** As many as one request takes. */
export const MOST_CORRECTIONS = 1000

/** The images of a class, page by page as they come into sight, and what the user thinks of them. */
export const useDatasetImagesStore = defineStore('dataset-images', () => {
  const bridge = useBridge()
  const wanted = shallowRef<ImagesWanted | null>(null)
  /** How many there are; null before the first answer. */
  const total = ref<number | null>(null)
  const pages = shallowRef<ReadonlyMap<number, readonly StoredImage[]>>(new Map())
  const refusal = shallowRef<ErrorData | null>(null)
  /** Places in the part. */
  const selected = shallowRef<ReadonlySet<number>>(new Set())
  /** The latest last. */
  const undoable = shallowRef<readonly Undoable[]>([])
  const isCorrecting = ref(false)

  let generation = 0
  let written = 0
  const asked = new Set<number>()
  /** Pages that are in sight: what is asked again after a change. */
  let inSight: readonly number[] = []

  const latest = computed(() => undoable.value.at(-1) ?? null)

  /** Null closes what is open. */
  function open(next: ImagesWanted | null): void {
    wanted.value = next
    total.value = null
    selected.value = new Set()
    refusal.value = null
    forget()
    if (next !== null) need(0, 1)
  }

  function forget(): void {
    generation += 1
    asked.clear()
    pages.value = new Map()
    inSight = []
  }

  /** Asks for what of these places is not there yet. */
  function need(from: number, to: number): void {
    const numbers: number[] = []
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.max(to, 1); page += 1)
      numbers.push(page)
    inSight = numbers
    for (const page of numbers) if (!asked.has(page)) void fetchPage(page)
  }

  async function fetchPage(page: number): Promise<void> {
    const images = wanted.value
    if (images === null) return
    const of = generation
    asked.add(page)
    const { source: dataset, split } = images.of
    const answer = await bridge.request('datasets.images', {
      ...{ dataset, split, part: images.part },
      ...{ label: images.label, correctedOnly: images.correctedOnly },
      ...{ offset: page * PAGE, limit: PAGE },
    })
    if (of !== generation) return
    if (!answer.ok) {
      asked.delete(page)
      if (answer.error.code !== 'connection-lost') refusal.value = answer.error
      return
    }
    refusal.value = null
    total.value = answer.result.total
    const near = [...pages.value].filter(([number]) => isNear(number))
    pages.value = new Map(near).set(page, answer.result.images)
    for (const number of asked) if (!isNear(number)) asked.delete(number)
  }

  function isNear(page: number): boolean {
    const [first = 0, last = first] = [inSight[0], inSight.at(-1)]
    return page >= first - PAGES_KEPT && page <= last + PAGES_KEPT
  }

  /** The image at a place of the list; undefined while it is on its way. */
  const at = (position: number): StoredImage | undefined =>
    pages.value.get(Math.floor(position / PAGE))?.[position % PAGE]

  /** After a change: what is in sight is asked anew, and stays until it is answered. */
  async function refresh(): Promise<void> {
    if (wanted.value === null) return
    generation += 1
    const again = inSight
    asked.clear()
    for (const page of pages.value.keys()) if (again.includes(page)) asked.add(page)
    pages.value = new Map([...pages.value].filter(([page]) => again.includes(page)))
    await Promise.all(again.map((page) => fetchPage(page)))
  }

  function select(places: Iterable<number>): void {
    selected.value = new Set(places)
  }

  function toggle(place: number): void {
    const next = new Set(selected.value)
    if (!next.delete(place)) next.add(place)
    selected.value = next
  }

  /** Writes down what the user thinks of the selected images. */
  async function correct(
    thought:
      | { readonly kind: 'exclude' | 'restore' }
      | { readonly kind: 'relabel'; readonly label: number },
    reason: string,
  ): Promise<void> {
    const images = wanted.value
    if (images === null || selected.value.size === 0) return
    const { part } = images
    const corrections = [...selected.value]
      .sort((one, other) => one - other)
      .map((index): WantedCorrection => ({ ...thought, part, index, reason }))
    if (await write(images.of, corrections, true)) selected.value = new Set()
  }

  /** Takes back what was written down last. */
  async function undo(): Promise<void> {
    const last = latest.value
    if (last === null || isCorrecting.value) return
    if (await write(last.of, last.undo, false)) undoable.value = undoable.value.slice(0, -1)
  }

  async function write(
    of: ShelfKey,
    corrections: readonly WantedCorrection[],
    canBeUndone: boolean,
  ): Promise<boolean> {
    const [first] = corrections
    if (first === undefined || isCorrecting.value) return false
    isCorrecting.value = true
    const { source: dataset, split } = of
    const answer = await bridge.request('datasets.correct', {
      ...{ dataset, split },
      corrections: [...corrections],
    })
    isCorrecting.value = false
    refusal.value = answer.ok ? null : answer.error
    if (!answer.ok) return false
    if (canBeUndone) {
      const { undo: back } = answer.result
      written += 1
      const done = {
        ...{ number: written, of, kind: first.kind },
        ...{ images: corrections.length, undo: back },
      }
      if (back.length > 0) undoable.value = [...undoable.value, done]
    }
    await refresh()
    return true
  }

  function begin(): () => void {
    return together(
      bridge.on('datasets.changed', () => void refresh()),
      whenConnected(bridge, () => void refresh()),
      () => open(null),
    )
  }
  return {
    wanted,
    total,
    refusal,
    selected,
    latest,
    isCorrecting,
    pages,
    begin,
    open,
    need,
    at,
    select,
    toggle,
    correct,
    undo,
  }
})
