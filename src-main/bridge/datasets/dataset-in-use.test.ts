import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JobPhase } from '../../../src-preload/contract/job'
import { madeJob, STATES } from '../../../src-preload/contract/made-job.test-helper'
import { takeLock } from '../../core/files/lock-file'
import { KeptRuns } from '../../core/runs/kept-runs'
import { useRunFolders } from '../../core/runs/made-run-folder.test-helper'
import { runPaths } from '../../core/runs/run-folder'
import type { RunJobs } from '../runs/jobs-of-runs'
import { requireUnused } from './dataset-in-use'

const { home, runsFolder, makeRun } = useRunFolders()

/** Whether the data set may go while there is a job in this phase that was begun with one. */
async function mayGo(dataset: string, phase: JobPhase, name = 'mine'): Promise<boolean> {
  const made = madeJob(STATES[phase])
  const newRun = { ...made.task.newRun, dataset, corrections: 'current' as const }
  const job = { ...made, task: { kind: 'start' as const, newRun } }
  const jobs = { queue: () => ({ jobs: [job] }), remove: () => undefined }
  return isUnused(name, jobs)
}

async function isUnused(name: string, jobs?: RunJobs): Promise<boolean> {
  const listRuns = () => new KeptRuns().list(runsFolder(), null)
  return requireUnused(name, { home: home(), jobs, listRuns }).then(
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
    expect(await mayGo(join(home(), 'datasets', 'mine'), phase)).toBe(false)
  })

  test.each(['stopped', 'failed', 'finished'] as const)('may go when it has %s', async (phase) => {
    expect(await mayGo('mine', phase)).toBe(true)
  })

  test('may go while a job uses another', async () => {
    expect(await mayGo('theirs', 'running')).toBe(true)
  })

  test('stays while another process trains on it, and may go when that has ended', async () => {
    const folder = await makeRun('theirs', {
      status: 'running',
      result: null,
      datasetSource: 'mine',
    })
    const lock = await takeLock(runPaths(folder).lock)
    expect([await isUnused('mine'), await isUnused('another')]).toEqual([false, true])
    await lock?.release()
    expect(await isUnused('mine')).toBe(true)
  })
})
