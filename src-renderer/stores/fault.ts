import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useBridge } from './use-bridge'

export type FaultState =
  { readonly kind: 'none' } | { readonly kind: 'failed'; readonly message: string }

/** A fault that repeats with every frame is told so often, and no more. */
const MOST_REPORTS = 20
const LONGEST_MESSAGE = 2000
const LONGEST_STACK = 8000
/** Chromium says so, without an error, of sizes that it tells with the next frame: nothing is lost. */
const TOLD_LATER = /^ResizeObserver loop /

/** Faults of the window's own: shown, and written to the program's log. */
export const useFaultStore = defineStore('fault', () => {
  const bridge = useBridge()
  const state = shallowRef<FaultState>({ kind: 'none' })
  let reports = 0

  function report(thrown: unknown): void {
    if (typeof thrown === 'string' && TOLD_LATER.test(thrown)) return
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
    state.value = { kind: 'failed', message }
    if (reports >= MOST_REPORTS) return
    reports += 1
    void bridge.request('app.report-fault', {
      message: message.slice(0, LONGEST_MESSAGE),
      stack: stack.slice(0, LONGEST_STACK),
    })
  }
  return {
    state,
    report,
    dismiss: () => {
      state.value = { kind: 'none' }
    },
  }
})
