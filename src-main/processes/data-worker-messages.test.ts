import { expect, test } from 'vitest'
import { dataWorkerRequestSchema } from './data-worker-messages'

const recipe = { trainPerClass: 2, testPerClass: 1, seed: 1 }
const jobsNamed = (name: string) => [
  { type: 'make-strokes', name, recipe, replace: true },
  { type: 'get-emnist', split: 'digits', name, replace: true },
  { type: 'get-kaggle', split: 'digits', name, replace: true },
]
const areTaken = (name: string) =>
  jobsNamed(name).map((job) => dataWorkerRequestSchema.safeParse(job).success)

test('a job names a data set', () => {
  expect(areTaken('mine')).toEqual([true, true, true])
})

test.each(['../elsewhere', '..', '/tmp', 'a/b', ''])('no job names a folder: %j', (name) => {
  expect(areTaken(name)).toEqual([false, false, false])
})
