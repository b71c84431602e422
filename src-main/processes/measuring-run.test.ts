import { expect, test } from 'vitest'
import type { Measuring } from '../../src-preload/contract/measurement'
import { runIdSchema } from '../../src-preload/contract/run'
import { MadeProcesses } from './made-process.test-helper'
import { MeasuringRun } from './measuring-run'

const RUN = runIdSchema.parse('20260101-000000-tiny-abcd')
const WHAT = { dataset: 'small', split: null, corrections: 'current', part: 'test' } as const
const FAILED = { code: 'classes-differ', message: 'other classes', hint: 'Name another.' } as const

function begun() {
  const processes = new MadeProcesses()
  const told: Measuring[] = []
  const measuring = new MeasuringRun({
    startProcess: processes.start,
    home: '/home',
    onChange: (state) => told.push(state),
    file: 'evaluator.js',
  })
  const measure = () => measuring.measure('/home/runs/made', { run: RUN, ...WHAT })
  measure()
  return { measuring, measure, told, process: processes.last, processes }
}

test('a process is asked for what is wanted', () => {
  const { process } = begun()
  expect(process.requests).toEqual([
    { type: 'measure', home: '/home', runFolder: '/home/runs/made', ...WHAT },
  ])
})

test('its way is told from the beginning to where the measurement is kept', async () => {
  const { measuring, told, process } = begun()
  process.say({ type: 'progress', imagesDone: 100, images: 200 })
  process.say({ type: 'measured', file: 'small-test' })
  await process.end({ kind: 'exited', code: 0 })
  const under = { phase: 'measuring', run: RUN, dataset: 'small' }
  expect(told).toEqual([
    { ...under, imagesDone: 0, images: null },
    { ...under, imagesDone: 100, images: 200 },
    { phase: 'done', ref: { run: RUN, file: 'small-test' } },
  ])
  expect(measuring.state).toEqual(told.at(-1))
})

test.each<[string, Parameters<ReturnType<typeof begun>['process']['end']>[0], string]>([
  ['crash', { kind: 'crashed', signal: 'SIGSEGV' }, 'process-crashed'],
  ['kill', { kind: 'killed', possiblyOutOfMemory: true }, 'process-killed'],
  ['end without a word', { kind: 'exited', code: 0 }, 'internal'],
])('a %s is told as an error', async (_, outcome, code) => {
  const { measuring, process } = begun()
  await process.end(outcome)
  expect(measuring.state).toMatchObject({ phase: 'failed', run: RUN, error: { code } })
})

test('what the process says of its failure is told as it is', async () => {
  const { measuring, process } = begun()
  process.say({ type: 'failed', error: FAILED })
  await process.end({ kind: 'exited', code: 0 })
  expect(measuring.state).toEqual({ phase: 'failed', run: RUN, error: FAILED })
})

test('a second one is refused until the first has ended', async () => {
  const { measure, measuring, process, processes } = begun()
  expect(measure).toThrow(expect.objectContaining({ code: 'job-refused' }))
  expect(processes.all).toHaveLength(1)
  await process.end({ kind: 'crashed', signal: 'SIGSEGV' })
  measure()
  expect(processes.all).toHaveLength(2)
  expect(measuring.state.phase).toBe('measuring')
})

test('stopped, nothing is under way by the time that is answered', async () => {
  const { measuring, process } = begun()
  await measuring.stop()
  expect(process.stops).toHaveLength(1)
  expect(measuring.state).toEqual({ phase: 'idle' })
})

test('one that was measured before the stop came has been measured', async () => {
  const { measuring, process } = begun()
  process.say({ type: 'measured', file: 'small-test' })
  await measuring.stop()
  expect(measuring.state).toMatchObject({ phase: 'done' })
})
