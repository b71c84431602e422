import { execFileSync } from 'node:child_process'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import { useRunFolders } from './made-run-folder.test-helper'
import { KeptEpochs } from './read-epochs'
import { readMetrics } from './read-metrics'
import { runPaths } from './run-folder'

const RUN = runIdSchema.parse('20260101-000000-tiny-made')
const { makeRun, runsFolder } = useRunFolders()

const step = (number: number) => ({
  ...{ kind: 'step', epoch: 1, step: number, learningRate: 0.1 },
  ...{ trainingLoss: 0.5, trainingAccuracy: 0.75, validationLoss: null, validationAccuracy: null },
  ...{ steeringLoss: null, steeringAccuracy: null, best: null, validationRecall: null },
})
const epoch = (number: number) => ({
  ...step(number * 14),
  ...{ kind: 'epoch', epoch: number, validationLoss: 0.4, validationAccuracy: 0.9 },
  ...{ steeringLoss: 0.3, steeringAccuracy: 0.8, best: true, validationRecall: [1, null] },
})
const lines = (...values: readonly object[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

async function write(text: string): Promise<string> {
  const folder = await makeRun(RUN)
  await writeFile(runPaths(folder).metrics, text)
  return folder
}

test('has the epochs of a run as its curves do', async () => {
  const folder = await write(lines(step(10), epoch(1), step(20), epoch(2)))
  const epochs = await new KeptEpochs().of(folder)
  expect(epochs.map((each) => [each.epoch, each.step])).toEqual([
    [1, 14],
    [2, 28],
  ])
  expect(epochs).toEqual((await readMetrics(folder, RUN)).epochs)
})

test('has what was added since, and reads nothing again that stayed', async () => {
  const folder = await write(lines(epoch(1)))
  const kept = new KeptEpochs()
  const first = await kept.of(folder)
  expect(await kept.of(folder)).toBe(first)
  await appendFile(runPaths(folder).metrics, lines(step(20), epoch(2)))
  expect(await kept.of(folder)).toHaveLength(2)
})

test.each([
  ['before its first epoch', lines(step(10)), 0],
  ['of nothing', '', 0],
  ['while a line is being written', `${lines(epoch(1))}{"kind":"epo`, 1],
  ['behind a line that a power cut has spoilt', `${lines(epoch(1))}\0\0\n${lines(epoch(2))}`, 1],
  ['where a step is written in another order', `{"step":1,"kind":"step"}\n${lines(epoch(1))}`, 1],
])('%s', async (_, text, count) => {
  expect(await new KeptEpochs().of(await write(text))).toHaveLength(count)
})

test('has none of a run that is not there, or has no such file', async () => {
  const kept = new KeptEpochs()
  expect(await kept.of(`${runsFolder()}/absent`)).toEqual([])
  expect(await kept.of(await makeRun(RUN))).toEqual([])
})

test.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
  const folder = await write('')
  const { metrics } = runPaths(folder)
  await rm(metrics)
  execFileSync('mkfifo', [metrics])
  expect(await new KeptEpochs().of(folder)).toEqual([])
})
