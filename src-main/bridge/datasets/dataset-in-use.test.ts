import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobPhase } from '../../../src-preload/contract/job'
import { madeJob, STATES } from '../../../src-preload/contract/made-job.test-helper'
import { requireUnused } from './dataset-in-use'

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-in-use-'))
})
afterAll(() => rm(home, { recursive: true }))

/** Whether the data set may go while there is a job in this phase that was begun with one. */
async function mayGo(dataset: string, phase: JobPhase, name = 'mine'): Promise<boolean> {
  const made = madeJob(STATES[phase])
  const newRun = { ...made.task.newRun, dataset, corrections: 'current' as const }
  const job = { ...made, task: { kind: 'start' as const, newRun } }
  const jobs = { queue: () => ({ jobs: [job] }), remove: () => undefined }
  return requireUnused(home, name, jobs).then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'dataset-in-use' })
      return false
    },
  )
}

describe('a data set', () => {
  const held: readonly JobPhase[] = [
    ...(['queued', 'starting', 'running'] as const),
    ...(['pausing', 'paused', 'stopping'] as const),
  ]
  test.each(held)('stays while a job is %s', async (phase) => {
    expect(await mayGo('mine', phase)).toBe(false)
    expect(await mayGo(join(home, 'datasets', 'mine'), phase)).toBe(false)
  })

  test.each(['stopped', 'failed', 'finished'] as const)('may go when it has %s', async (phase) => {
    expect(await mayGo('mine', phase)).toBe(true)
  })

  test('may go while a job uses another', async () => {
    expect(await mayGo('theirs', 'running')).toBe(true)
  })
})
