import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { KeptSketch, SketchId } from '../../src-preload/contract/sketch'
import type { Result } from '../../src-preload/contract/bridge/requests'
import { saveBlob } from '../charts/save-picture'
import { together, useBridge, whenConnected } from './use-bridge'

export type SketchesState =
  | { readonly phase: 'asking' }
  | ({ readonly phase: 'known' } & Readonly<Result<'sketches.list'>>)
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** Shown at first, and more at each wish. */
const FIRST = 16
const MORE = 48
/** The program tells of no more at once: the rest is to be seen in Data. */
const MOST = 200

/** The sketches that are kept, the latest first. */
export const useSketchesStore = defineStore('sketches', () => {
  const bridge = useBridge()
  const state = shallowRef<SketchesState>({ phase: 'asking' })
  /** Why what was asked of them was not done. */
  const refusal = shallowRef<ErrorData | null>(null)
  let limit = FIRST
  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const number = asked
    const answer = await bridge.request('sketches.list', { offset: 0, limit })
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'known', ...answer.result }
    else if (state.value.phase !== 'known') state.value = { phase: 'unknown', error: answer.error }
  }

  async function showMore(): Promise<void> {
    limit = Math.min(MOST, limit + MORE)
    await ask()
  }

  /** Deletes one for good, or all of them where none is named. Whether it was done. */
  async function remove(sketch: SketchId | null): Promise<boolean> {
    const answer = await bridge.request('sketches.delete', {
      which: sketch === null ? { kind: 'all' } : { kind: 'these', sketches: [sketch] },
    })
    refusal.value = answer.ok ? null : answer.error
    return answer.ok
  }

  /** Takes back what the user has said of one. What it is then; null where that was refused. */
  async function takeBack({ id }: KeptSketch): Promise<KeptSketch | null> {
    const answer = await bridge.request('sketches.correct', { sketch: id, truth: null })
    refusal.value = answer.ok ? null : answer.error
    return answer.ok ? answer.result.sketch : null
  }

  /** All of them as a file. */
  async function save(): Promise<void> {
    const answer = await bridge.request('sketches.export', {})
    refusal.value = answer.ok ? null : answer.error
    if (!answer.ok) return
    const bytes = Uint8Array.from(atob(answer.result.zip), (character) => character.charCodeAt(0))
    saveBlob(new Blob([bytes], { type: 'application/zip' }), answer.result.name)
  }

  /** Keeps the list up to date while a screen shows it. */
  function begin(): () => void {
    refusal.value = null
    limit = FIRST
    return together(
      bridge.on('sketches.changed', () => void ask()),
      whenConnected(bridge, () => void ask()),
    )
  }

  return { state, refusal, begin, ask, showMore, remove, takeBack, save }
})

/** Whether more of them can be shown. */
export function hasMore(state: SketchesState): boolean {
  if (state.phase !== 'known') return false
  return state.sketches.length < Math.min(state.total, MOST)
}
