import type { DatasetFetch, ShelfEntry } from '../../../src-preload/contract/shelf'

/** What a card says last, and what can be done there. */
export type CardState =
  | { readonly kind: 'fetching'; readonly share: number | null }
  | { readonly kind: 'paused'; readonly share: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'verified' }
  /** Drawn by the program: there, or there as soon as it is wanted. */
  | { readonly kind: 'built-in' }
  | { readonly kind: 'there' }
  | { readonly kind: 'corrected'; readonly corrections: number }
  | { readonly kind: 'absent' }

/** Of what a data set is and where its fetching stands: what is under way says more than what is there. */
export function cardStateOf(entry: ShelfEntry, fetch: DatasetFetch['state'] | null): CardState {
  switch (fetch?.phase) {
    case 'fetching':
      return { kind: 'fetching', share: shareFetched(fetch) }
    case 'paused':
      return { kind: 'paused', share: shareOf(fetch.bytesDone, fetch.bytesTotal) }
    case 'failed':
      return { kind: 'failed' }
    case undefined:
  }
  const corrections = correctionsOf(entry)
  if (corrections > 0) return { kind: 'corrected', corrections }
  if (entry.section === 'built-in') return { kind: 'built-in' }
  if (!entry.isThere) return { kind: 'absent' }
  return { kind: entry.isOfficial ? 'verified' : 'there' }
}

/** Of all that is to be fetched; null where nobody knows. */
export function shareFetched({
  progress,
}: Extract<DatasetFetch['state'], { phase: 'fetching' }>): number | null {
  switch (progress?.phase) {
    case 'downloading':
      return progress.bytesTotal === null ? null : shareOf(progress.bytesDone, progress.bytesTotal)
    case 'verifying':
    case 'storing':
      return 1
    default:
      return null
  }
}

/** Images that the user has corrected. */
export function correctionsOf({ corrections }: Pick<ShelfEntry, 'corrections'>): number {
  return corrections === null ? 0 : corrections.excluded + corrections.relabelled
}

const shareOf = (done: number, total: number): number => (total === 0 ? 0 : done / total)
