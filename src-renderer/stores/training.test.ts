import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import {
  MADE_NEW_RUN,
  madeJob,
  madeProgress,
  QUEUED,
  RUNNING,
  STOPPED,
} from './made-job.test-helper'
import { LIVE_MS } from './live-tick'
import { openStores } from './open-stores.test-helper'
import { useTrainingStore } from './training'

const running = madeJob(1, RUNNING)
const queued = madeJob(2, QUEUED)
const noView: Answer<Result<'training.view'>> = {
  ok: true,
  result: { progress: null, log: [] },
}
const refusal = { code: 'job-refused', message: 'it cannot', hint: 'wait' } as const

let bridge: ScriptedBridge
const asked = (name: string): readonly unknown[] =>
  bridge.asked.filter((request) => request.name === name).map(({ params }) => params)

beforeEach(() => {
  bridge = openStores()
})

describe('the training store', () => {
  test('asks nothing before it begins, and hears nothing once it has ended', () => {
    const store = useTrainingStore()
    expect(bridge.asked).toEqual([])
    const end = store.begin()
    expect(bridge.listenerCount).toBeGreaterThan(0)
    end()
    expect(bridge.listenerCount).toBe(0)
  })

  test('asks for the queue, then for what the shown job has said', async () => {
    const store = useTrainingStore()
    store.begin()
    bridge.connection('connected')
    await bridge.answer('training.queue', { ok: true, result: { jobs: [running, queued] } })
    expect(store.shown).toEqual(running)
    const entry = {
      time: '2026-01-01T00:00:00.000Z',
      entry: { kind: 'output', line: 'hello' },
    } as const
    await bridge.answer('training.view', {
      ok: true,
      result: { progress: madeProgress(running), log: [entry] },
    })
    expect(store.log).toEqual([entry])
    expect(store.progress?.secondsElapsed).toBe(10)
  })

  test('asks for all of it again when the connection is back', async () => {
    const store = useTrainingStore()
    store.begin()
    bridge.connection('connected')
    await bridge.answer('training.queue', { ok: true, result: { jobs: [running] } })
    await bridge.answer('training.view', noView)
    bridge.connection('lost')
    expect(store.shown).toEqual(running)
    bridge.connection('connected')
    await bridge.answer('training.queue', { ok: true, result: { jobs: [running] } })
    await bridge.answer('training.view', noView)
    expect(asked('training.queue')).toHaveLength(2)
    expect(asked('training.view')).toHaveLength(2)
  })

  test('takes no answer about a job that is shown no longer', async () => {
    const store = useTrainingStore()
    store.begin()
    bridge.tell('training.queue', { jobs: [running, queued] })
    store.choose(queued.id)
    await bridge.answer('training.view', {
      ok: true,
      result: { progress: madeProgress(running), log: [] },
    })
    expect(store.shown).toEqual(queued)
    expect(store.progress).toBeNull()
    expect(asked('training.view')).toEqual([{ job: running.id }, { job: queued.id }])
  })

  test('shows the first report at once, and of those that follow the latest twice a second', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
    try {
      const store = useTrainingStore()
      store.begin()
      bridge.tell('training.queue', { jobs: [running] })
      for (const secondsElapsed of [1, 2, 3])
        bridge.tell('training.progress', madeProgress(running, { secondsElapsed }))
      expect(store.progress?.secondsElapsed).toBe(1)
      vi.advanceTimersByTime(LIVE_MS)
      expect(store.progress?.secondsElapsed).toBe(3)
    } finally {
      vi.useRealTimers()
    }
  })

  test('keeps a later report than the one that an answer brings', async () => {
    const store = useTrainingStore()
    store.begin()
    bridge.tell('training.queue', { jobs: [running] })
    bridge.tell('training.progress', madeProgress(running, { secondsElapsed: 20 }))
    await bridge.answer('training.view', {
      ok: true,
      result: { progress: madeProgress(running), log: [] },
    })
    expect(store.progress?.secondsElapsed).toBe(20)
  })

  test('says why a command was refused, until the next one or until told to forget', async () => {
    const store = useTrainingStore()
    store.begin()
    bridge.tell('training.queue', { jobs: [running] })
    const pausing = store.pause(running.id)
    expect(store.command).toEqual({ kind: 'sent', command: 'pause' })
    await bridge.answer('training.pause', { ok: false, error: refusal })
    await pausing
    expect(store.command).toEqual({ kind: 'refused', command: 'pause', error: refusal })
    store.dismiss()
    expect(store.command).toEqual({ kind: 'idle' })
  })

  test.each([
    ['shows a run that it starts on a free device', [madeJob(3, STOPPED)], queued],
    ['goes on showing what is at work when a run is queued', [running], running],
  ])('%s', async (_, before, shown) => {
    const store = useTrainingStore()
    store.begin()
    bridge.tell('training.queue', { jobs: before })
    const starting = store.start(MADE_NEW_RUN)
    bridge.tell('training.queue', { jobs: [...before, queued] })
    await bridge.answer('training.start', { ok: true, result: { job: queued.id } })
    expect(await starting).toBe(queued.id)
    expect(store.shown).toEqual(shown)
  })
})
