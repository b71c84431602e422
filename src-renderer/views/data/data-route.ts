import type { RouteLocationRaw } from 'vue-router'
import type { ImagePlace } from '../../../src-preload/contract/dataset'
import type { ShelfKey } from '../../stores/shelf'

/** Where a data set is to be seen; with a place, that image among all. */
export function dataRoute({ source, split }: ShelfKey, image: ImagePlace | null = null) {
  return {
    name: 'data',
    params: { dataset: source, ...(split === null ? {} : { split }) },
    query: image === null ? {} : { image: `${image.part}:${image.index}` },
  } satisfies RouteLocationRaw
}

/** The image that `?image=test:123` names; null for none. */
export function imageOfQuery(text: unknown): ImagePlace | null {
  const match = typeof text === 'string' ? /^(train|test):(\d{1,9})$/.exec(text) : null
  const [, part, index] = match ?? []
  return part === 'train' || part === 'test' ? { part, index: Number(index) } : null
}
