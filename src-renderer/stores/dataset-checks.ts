import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DuplicatesReport } from '../../src-preload/contract/dataset'
import type { DatasetVerification } from '../../src-preload/contract/dataset-verification'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { ShelfKey } from './shelf'
import { useBridge } from './use-bridge'

/** Something that takes seconds to find out. */
export type Check<Found> =
  | { readonly phase: 'not-asked' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'found'; readonly found: Found }
  | { readonly phase: 'failed'; readonly error: ErrorData }

/** So many are looked through without being asked. */
const QUICK_IMAGES = 250_000
/** Whoever goes through the cards is not to set a search going with each. */
const IDLE_MS = 300

/** What is found out about the data set on screen: equal images, and whether its files are whole. */
export const useDatasetChecksStore = defineStore('dataset-checks', () => {
  const bridge = useBridge()
  const duplicates = shallowRef<Check<DuplicatesReport>>({ phase: 'not-asked' })
  const verification = shallowRef<Check<DatasetVerification>>({ phase: 'not-asked' })
  /** Found before in this window, by fingerprint: a look back costs nothing. */
  const foundBefore = new Map<string, DuplicatesReport>()

  let shown: ShelfKey | null = null
  let fingerprint = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Looks for equal images by itself, where that is quick and nobody goes on to another. */
  function show(
    key: ShelfKey | null,
    about: { readonly fingerprint: string; readonly images: number },
  ): void {
    const isSame =
      shown !== null && key?.source === shown.source && key.split === shown.split
        ? about.fingerprint === fingerprint
        : false
    if (isSame) return
    clearTimeout(timer)
    shown = key
    fingerprint = about.fingerprint
    verification.value = { phase: 'not-asked' }
    const found = foundBefore.get(fingerprint)
    duplicates.value = found === undefined ? { phase: 'not-asked' } : { phase: 'found', found }
    if (key !== null && found === undefined && about.images <= QUICK_IMAGES)
      timer = setTimeout(() => void findDuplicates(), IDLE_MS)
  }

  async function findDuplicates(): Promise<void> {
    const key = shown
    const of = fingerprint
    if (key === null || duplicates.value.phase === 'asking') return
    clearTimeout(timer)
    duplicates.value = { phase: 'asking' }
    const answer = await bridge.request('datasets.duplicates', ofRequest(key))
    if (answer.ok) foundBefore.set(of, answer.result.duplicates)
    if (of !== fingerprint || key !== shown) return
    duplicates.value = answer.ok
      ? { phase: 'found', found: answer.result.duplicates }
      : { phase: 'failed', error: answer.error }
  }

  async function verify(): Promise<void> {
    const key = shown
    if (key === null || verification.value.phase === 'asking') return
    verification.value = { phase: 'asking' }
    const answer = await bridge.request('datasets.verify', ofRequest(key))
    if (key !== shown) return
    verification.value = answer.ok
      ? { phase: 'found', found: answer.result.verification }
      : { phase: 'failed', error: answer.error }
  }

  /** Ends what has not begun. */
  function begin(): () => void {
    return () => {
      clearTimeout(timer)
      shown = null
      fingerprint = ''
    }
  }
  return { duplicates, verification, begin, show, findDuplicates, verify }
})

function ofRequest({ source, split }: ShelfKey) {
  return { dataset: source, split }
}
