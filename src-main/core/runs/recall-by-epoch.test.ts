import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MetricsLine } from '../../../src-preload/contract/metrics'
import { jsonText } from '../files/json-text'
import { safetensorsPieces } from '../safetensors/safetensors'
import { madeRecord } from './made-record.test-helper'
import { recallByEpoch } from './recall-by-epoch'
import { runPaths } from './run-folder'

const CLASSES = [
  { label: 0, character: '0', characters: ['0'] },
  { label: 1, character: 'C', characters: ['C', 'c'] },
]

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-recall-'))
  await writeFile(runPaths(folder).record, jsonText(madeRecord('made')))
})
afterEach(() => rm(folder, { recursive: true }))

function line(epoch: number, changes: Partial<MetricsLine>): string {
  const made: MetricsLine = {
    ...{ kind: 'epoch', epoch, step: 10 * epoch, learningRate: 0.001 },
    ...{ trainingLoss: 1, trainingAccuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5 },
    ...{ steeringLoss: 1, steeringAccuracy: 0.5, best: true, validationRecall: [0.5, null] },
    ...changes,
  }
  return `${JSON.stringify(made)}\n`
}

const step = (epoch: number) =>
  line(epoch, {
    ...{ kind: 'step', best: null, validationRecall: null, validationLoss: null },
    ...{ validationAccuracy: null, steeringLoss: null, steeringAccuracy: null },
  })

async function keep(...lines: readonly string[]): Promise<void> {
  const { checkpoints, last, metrics } = runPaths(folder)
  await mkdir(checkpoints)
  const metadata = { classes: JSON.stringify(CLASSES) }
  await writeFile(last, Buffer.concat(safetensorsPieces(new Map(), metadata)))
  await writeFile(metrics, lines.join(''))
}

test('a run before its first epoch has none', async () => {
  expect(await recallByEpoch(folder)).toEqual({ classes: [], epochs: [] })
})

test('a folder that is no run is refused', async () => {
  await rm(runPaths(folder).record)
  await expect(recallByEpoch(folder)).rejects.toMatchObject({ code: 'run-missing' })
})

test('each epoch has the recall of each class, and one is the best', async () => {
  await keep(
    ...[step(1), line(1, {}), step(2), line(2, { validationRecall: [0.75, 1] })],
    line(3, { best: false }),
  )
  expect(await recallByEpoch(folder)).toEqual({
    classes: [{ characters: ['0'] }, { characters: ['C', 'c'] }],
    epochs: [
      { epoch: 1, best: false, recall: [0.5, null] },
      { epoch: 2, best: true, recall: [0.75, 1] },
      { epoch: 3, best: false, recall: [0.5, null] },
    ],
  })
})

test('a line that is still being written is left out', async () => {
  await keep(line(1, {}), line(2, {}).slice(0, -20))
  expect((await recallByEpoch(folder)).epochs).toHaveLength(1)
})
