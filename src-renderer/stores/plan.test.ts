import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TrainingPlanView } from '../../src-preload/contract/bridge/requests'
import type { NewRun } from '../../src-preload/contract/job'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { MADE_DESCRIPTION, MADE_NEW_RUN } from './made-job.test-helper'
import { openStores } from './open-stores.test-helper'
import { PLAN_DELAY_MS, usePlanStore } from './plan'

const withEpochs = (epochs: number): NewRun => ({
  ...MADE_NEW_RUN,
  configuration: { ...MADE_NEW_RUN.configuration, epochs },
})
const planOf = (parameters: number): TrainingPlanView => ({
  description: { ...MADE_DESCRIPTION, parameters },
  layers: [],
  weightsBytes: 4,
  memoryBytes: 4,
  estimate: null,
})
const tooLarge = { code: 'batch-too-large', message: 'too large', hint: 'choose less' } as const

let bridge: ScriptedBridge
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  bridge = openStores()
})
afterEach(() => {
  vi.useRealTimers()
})
/** Answers the request that was sent first and is still open. */
async function answered(...answers: Parameters<typeof bridge.answer<'training.plan'>>[1][]) {
  vi.useRealTimers()
  for (const answer of answers) await bridge.answer('training.plan', answer)
}

describe('the plan store', () => {
  test('asks once a moment has passed without another change', () => {
    const store = usePlanStore()
    store.ask(withEpochs(1))
    vi.advanceTimersByTime(PLAN_DELAY_MS - 1)
    store.ask(withEpochs(2))
    vi.advanceTimersByTime(PLAN_DELAY_MS - 1)
    expect(bridge.asked).toEqual([])
    vi.advanceTimersByTime(1)
    expect(bridge.asked.map(({ params }) => params)).toEqual([withEpochs(2)])
  })

  test('takes the answer to the latest question only', async () => {
    const store = usePlanStore()
    store.ask(withEpochs(1))
    vi.advanceTimersByTime(PLAN_DELAY_MS)
    store.ask(withEpochs(2))
    vi.advanceTimersByTime(PLAN_DELAY_MS)
    await answered({ ok: true, result: planOf(1) })
    expect(store.state.phase).toBe('asking')
    await answered({ ok: true, result: planOf(2) })
    expect(store.state.phase).toBe('known')
    expect(store.plan?.description.parameters).toBe(2)
  })

  test('keeps the figures while it asks anew, and drops them where it is refused', async () => {
    const store = usePlanStore()
    store.ask(withEpochs(1))
    vi.advanceTimersByTime(PLAN_DELAY_MS)
    await answered({ ok: true, result: planOf(1) })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    store.ask(withEpochs(2))
    expect(store.state).toMatchObject({ phase: 'asking' })
    expect(store.plan?.description.parameters).toBe(1)
    vi.advanceTimersByTime(PLAN_DELAY_MS)
    await answered({ ok: false, error: tooLarge })
    expect(store.state).toEqual({ phase: 'refused', error: tooLarge, plan: null })
  })

  test('asks again when the connection is back', async () => {
    const store = usePlanStore()
    store.begin()
    store.ask(withEpochs(1))
    vi.advanceTimersByTime(PLAN_DELAY_MS)
    await answered({
      ok: false,
      error: { code: 'connection-lost', message: 'gone', hint: 'wait' },
    })
    expect(store.state.phase).toBe('asking')
    bridge.connection('connected')
    await answered({ ok: true, result: planOf(1) })
    expect(store.state.phase).toBe('known')
  })
})
