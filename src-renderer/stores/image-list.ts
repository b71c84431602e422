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

/** Images of a measurement in an order, read page by page as they come into sight. */
export class ImageList {
  readonly state: ShallowRef<ImageListState> = shallowRef({ phase: 'none' })
  #wanted: ImagesWanted | null = null
  /** Counts what was shown: an answer to what was asked before is of no use. */
  #shown = 0
  readonly #pagesAsked = new Set<number>()

  constructor(private readonly bridge: Bridge) {}

  /** Begins with the first page. What is in sight stays until its answer is there. Null empties the list. */
  show(wanted: ImagesWanted | null): void {
    if (JSON.stringify(wanted) === JSON.stringify(this.#wanted)) return
    this.#wanted = wanted
    if (wanted === null) this.state.value = { phase: 'none' }
    else if (this.state.value.phase !== 'open') this.state.value = { phase: 'asking' }
    this.again()
  }

  /** Reads anew what may have changed. */
  again(): void {
    this.#shown += 1
    this.#pagesAsked.clear()
    if (this.#wanted !== null) void this.#ask(0)
  }

  /** Sees to it that these are read: `from` is included, `to` is not. */
  need(from: number, to: number): void {
    if (this.state.value.phase !== 'open') return
    const { total } = this.state.value
    const last = Math.min(to, total) - 1
    for (let page = pageOf(Math.max(0, from)); page <= pageOf(last); page += 1) void this.#ask(page)
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
    // The first page is of a new list: what was there before was of another, or out of date.
    const before =
      page > 0 && this.state.value.phase === 'open' ? this.state.value.images : new Map()
    const all = new Map<number, PredictedImage>(before)
    images.forEach((image, index) => all.set(offset + index, image))
    this.state.value = { phase: 'open', total, images: all, pixelsMissing }
  }
}

function pageOf(index: number): number {
  return Math.floor(index / IMAGES_PER_PAGE)
}
