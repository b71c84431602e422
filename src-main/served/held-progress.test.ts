import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jobProgressSchema, type JobProgress } from '../../src-preload/contract/job'
import { HeldProgress } from './held-progress'

const JOBS = ['6dbb5d3c-6d3b-4f0e-9d7e-2b1a2a0c9a01', '6dbb5d3c-6d3b-4f0e-9d7e-2b1a2a0c9a02']

function report(job: number, attempt: number, steps: readonly number[]): JobProgress {
  return jobProgressSchema.parse({
    job: JOBS[job],
    attempt,
    run: 'run',
    doing: {
      kind: 'training',
      epoch: 1,
      step: steps.at(-1) ?? 0,
      loss: 1,
      accuracy: 0.5,
      learningRate: 0.001,
    },
    imagesPerSecond: null,
    secondsElapsed: 1,
    secondsLeft: null,
    memoryBytes: null,
    points: steps.map((step) => ({ step, loss: 1, accuracy: 0.5, learningRate: 0.001 })),
  })
}
const steps = ({ points }: JobProgress) => points.map(({ step }) => step)

test('of an attempt the newest report is kept, with all points', () => {
  const held = new HeldProgress()
  held.add(report(0, 0, [1, 2]))
  held.add(report(1, 0, [7]))
  held.add(report(0, 0, [3]))
  held.add(report(0, 1, [4]))
  const taken = held.take()
  expect(taken.map(steps)).toEqual([[1, 2, 3], [7], [4]])
  expect(taken[0]?.doing).toMatchObject({ step: 3 })
  expect(held.take()).toEqual([])
})

test('whenever it is taken, every point comes once and in order', () => {
  const action = fc.record({ job: fc.nat(1), points: fc.nat(5), isTaken: fc.boolean() })
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const held = new HeldProgress()
      const taken: JobProgress[] = []
      const counts = [0, 0]
      for (const { job, points, isTaken } of actions) {
        const from = counts[job] ?? 0
        counts[job] = from + points
        held.add(
          report(
            job,
            0,
            Array.from({ length: points }, (_, place) => from + place + 1),
          ),
        )
        if (isTaken) taken.push(...held.take())
      }
      taken.push(...held.take())
      for (const [place, job] of JOBS.entries())
        expect(taken.filter((progress) => progress.job === job).flatMap(steps)).toEqual(
          Array.from({ length: counts[place] ?? 0 }, (_, index) => index + 1),
        )
    }),
  )
})
