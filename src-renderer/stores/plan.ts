import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { TrainingPlanView } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { NewRun } from '../../src-preload/contract/job'
import { together, useBridge, whenConnected } from './use-bridge'

export type PlanState =
  /** There is nothing to plan: something is missing or wrong. */
  | { readonly phase: 'none'; readonly plan: TrainingPlanView | null }
  /** With the plan before, so that figures do not flicker. */
  | { readonly phase: 'asking'; readonly plan: TrainingPlanView | null }
  | { readonly phase: 'known'; readonly plan: TrainingPlanView }
  | { readonly phase: 'refused'; readonly error: ErrorData; readonly plan: null }

/** So long nothing must be typed before the program is asked. */
export const PLAN_DELAY_MS = 250

/** What a run would be, before it is started: asked of the program, the latest answer wins. */
export const usePlanStore = defineStore('plan', () => {
  const bridge = useBridge()
  const state = shallowRef<PlanState>({ phase: 'none', plan: null })
  const plan = computed(() => state.value.plan)

  let wanted: NewRun | null = null
  let wantedText = ''
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Plans this run, once nothing else has been asked for a moment. */
  function ask(run: NewRun | null): void {
    const text = JSON.stringify(run)
    if (text === wantedText) return
    wantedText = text
    wanted = run
    asked += 1
    clearTimeout(timer)
    if (run === null) {
      state.value = { phase: 'none', plan: state.value.plan }
      return
    }
    state.value = { phase: 'asking', plan: state.value.plan }
    timer = setTimeout(() => void request(), PLAN_DELAY_MS)
  }

  async function request(): Promise<void> {
    if (wanted === null) return
    asked += 1
    const number = asked
    const answer = await bridge.request('training.plan', wanted)
    if (number !== asked) return
    if (answer.ok) state.value = { phase: 'known', plan: answer.result }
    // A lost connection says nothing about the run: it is asked again.
    else if (answer.error.code === 'connection-lost')
      state.value = { phase: 'asking', plan: state.value.plan }
    else state.value = { phase: 'refused', error: answer.error, plan: null }
  }

  function begin(): () => void {
    return together(
      bridge.on('datasets.changed', () => void request()),
      bridge.on('runs.changed', () => void request()),
      bridge.on('doctor.changed', () => {
        if (state.value.plan?.estimate === null) void request()
      }),
      whenConnected(bridge, () => void request()),
      () => clearTimeout(timer),
    )
  }
  return { state, plan, ask, begin }
})
