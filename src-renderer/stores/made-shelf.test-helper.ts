import type { ShelfEntry } from '../../src-preload/contract/shelf'

/** A card of a data set that is there, unless said otherwise. */
export function madeEntry(changes: Partial<ShelfEntry> = {}): ShelfEntry {
  return {
    ...{ source: 'emnist', split: 'balanced', section: 'published', title: 'Balanced' },
    ...{ classes: 47, trainCount: 112_800, testCount: 18_800 },
    ...{ isThere: true, bytes: 33_000_000, files: 4, isOfficial: true },
    ...{ origin: null, licence: null, citation: null, corrections: null, fetchable: null },
    ...changes,
  }
}

/** The same, where it is not there and could be fetched. */
export function fetchableEntry(changes: Partial<ShelfEntry> = {}): ShelfEntry {
  return madeEntry({
    ...{ isThere: false, bytes: null, files: 0, isOfficial: false },
    fetchable: { split: 'balanced', bytes: 33_000_000, from: 'example.org' },
    ...changes,
  })
}
