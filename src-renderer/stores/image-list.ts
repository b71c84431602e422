import { shallowRef, type ShallowRef } from 'vue'
import type { Bridge } from '../../src-preload/contract/bridge/bridge'
import type { ErrorData } from '../../src-preload/contract/errors'
import type {
  ImageQuery,
  MeasurementRef,
  PredictedImage,
} from '../../src-preload/contract/measurement'

export type ImageListState =
  | { readonly phase: 'none' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'failed'; readonly error: ErrorData }
  | {
      readonly phase: 'open'
      /** How many there are, read or not. */
      readonly total: number
      /** By their place in the order asked for; those that were not in sight yet are missing. */
      readonly images: ReadonlyMap<number, PredictedImage>
      /** Why there are no pixels; null where there are. */
      readonly pixelsMissing: ErrorData | null
    }

/** What of a measurement a list is to show. */
export interface ImagesWanted {
  readonly ref: MeasurementRef
  readonly query: ImageQuery
}

/** Images asked for at once: more than fit on a screen. */
export const IMAGES_PER_PAGE = 100
/** So many pages either way of what is in sight are kept: whoever scrolls through all does not hold them all. */
export const PAGES_KEPT = 20

/** Images of a measurement in an order, read page by page as they come into sight. */
export class ImageList {
  readonly state: ShallowRef<ImageListState> = shallowRef({ phase: 'none' })
  #wanted: ImagesWanted | null = null
  /** Counts what was shown: an answer to what was asked before is of no use. */
  #shown = 0
  readonly #pagesAsked = new Set<number>()
  /** Pages, the first and the last. */
  #inSight: readonly [first: number, last: number] = [0, 0]
  /** Whether what is known is of what was asked before: the next answer takes its place. */
  #isOld = false

  constructor(private readonly bridge: Bridge) {}

  /** Begins with the first page. What is in sight stays until its answer is there. Null empties the list. */
  show(wanted: ImagesWanted | null): void {
    if (JSON.stringify(wanted) === JSON.stringify(this.#wanted)) return
    this.#wanted = wanted
    if (wanted === null) this.state.value = { phase: 'none' }
    else if (this.state.value.phase !== 'open') this.state.value = { phase: 'asking' }
    this.#inSight = [0, 0]
    this.again()
  }

  /** Reads anew what may have changed, as far as it is in sight. */
  again(): void {
    this.#shown += 1
    this.#isOld = true
    this.#pagesAsked.clear()
    if (this.#wanted !== null) this.#askInSight()
  }

  /** Sees to it that these are read: `from` is included, `to` is not. */
  need(from: number, to: number): void {
    if (this.state.value.phase !== 'open') return
    const { total } = this.state.value
    const last = Math.max(0, Math.min(to, total) - 1)
    this.#inSight = [pageOf(Math.max(0, Math.min(from, last))), pageOf(last)]
    this.#askInSight()
  }

  #askInSight(): void {
    const [first, last] = this.#inSight
    for (let page = first; page <= last; page += 1) void this.#ask(page)
  }

  async #ask(page: number): Promise<void> {
    const wanted = this.#wanted
    if (wanted === null || this.#pagesAsked.has(page)) return
    this.#pagesAsked.add(page)
    const shown = this.#shown
    const offset = page * IMAGES_PER_PAGE
    const answer = await this.bridge.request('measurements.images', {
      ref: wanted.ref,
      query: wanted.query,
      offset,
      limit: IMAGES_PER_PAGE,
    })
    if (shown !== this.#shown) return
    if (!answer.ok) {
      this.#pagesAsked.delete(page)
      // What is in sight stays; what is missing is asked for when it is needed again.
      const isLost = answer.error.code === 'connection-lost'
      if (!isLost || this.state.value.phase !== 'open')
        this.state.value = { phase: 'failed', error: answer.error }
      return
    }
    const { total, images, pixelsMissing } = answer.result
    const before = this.state.value.phase === 'open' && !this.#isOld ? this.state.value.images : []
    this.#isOld = false
    const all = new Map([...before].filter(([index]) => this.#isNear(pageOf(index))))
    images.forEach((image, index) => all.set(offset + index, image))
    for (const one of this.#pagesAsked) if (!this.#isNear(one)) this.#pagesAsked.delete(one)
    this.state.value = { phase: 'open', total, images: all, pixelsMissing }
  }

  #isNear(page: number): boolean {
    const [first, last] = this.#inSight
    return page >= first - PAGES_KEPT && page <= last + PAGES_KEPT
  }
}

function pageOf(index: number): number {
  return Math.floor(index / IMAGES_PER_PAGE)
}
