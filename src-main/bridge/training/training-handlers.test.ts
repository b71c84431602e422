import { expect, test } from 'vitest'
import { MILESTONES, milestone, NEW_RUN, open } from '../../processes/jobs/made-session.test-helper'
import type { Caller } from '../handlers'
import { trainingHandlers } from './training-handlers'

const CALLER: Caller = { id: 'made', face: 'served' }

test('each request reaches the jobs', async () => {
  const { jobs, processes } = open()
  const handlers = trainingHandlers(jobs)
  const phases = () => jobs.queue().jobs.map(({ state }) => state.phase)

  const { job } = await handlers['training.start'](NEW_RUN, CALLER)
  expect(await handlers['training.queue']({}, CALLER)).toEqual(jobs.queue())
  processes.last.say(milestone(MILESTONES.started))
  await handlers['training.pause']({ job }, CALLER)
  await processes.last.end({ kind: 'exited', code: 0 })
  expect(phases()).toEqual(['paused'])
  await handlers['training.resume']({ job }, CALLER)
  expect(phases()).toEqual(['starting'])
  await handlers['training.stop']({ job, after: 'epoch' }, CALLER)
  expect(jobs.queue().jobs[0]?.state).toMatchObject({ phase: 'stopping', after: 'epoch' })
  expect(await handlers['training.view']({ job }, CALLER)).toEqual(jobs.view(job))

  const { job: second } = await handlers['training.start'](NEW_RUN, CALLER)
  const { job: third } = await handlers['training.start'](NEW_RUN, CALLER)
  await handlers['training.move']({ job: third, position: 0 }, CALLER)
  expect(jobs.queue().jobs.map(({ id }) => id)).toEqual([job, third, second])
  await handlers['training.remove']({ job: second }, CALLER)
  expect(jobs.queue().jobs.map(({ id }) => id)).toEqual([job, third])
})

test('a run that there is not is refused by name', async () => {
  const handlers = trainingHandlers(open().jobs)
  const run = MILESTONES.done.run
  await expect(handlers['training.resume-run']({ run }, CALLER)).rejects.toMatchObject({
    code: 'run-missing',
  })
})
