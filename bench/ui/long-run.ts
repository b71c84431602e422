import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  LOGGED_STEPS,
  metricsLineSchema,
  type MetricsLine,
} from '../../src-preload/contract/metrics'
import { runIdSchema, runRecordSchema, type RunId } from '../../src-preload/contract/run'

/** As many points as a run of 15 epochs of EMNIST ByClass logs, some ten times over. */
export const LONG_RUN_POINTS = 20_000
const EPOCHS = 100

/**
 * Makes the only run of a data home a long one: its log grows to 20,000 points of a falling, noisy loss and
 * 100 epochs.
 */
export async function makeLongRun(home: string): Promise<RunId> {
  const [name = ''] = await readdir(join(home, 'runs'))
  const folder = join(home, 'runs', name)
  const stepsPerEpoch = (LONG_RUN_POINTS * LOGGED_STEPS) / EPOCHS
  const recordFile = join(folder, 'run.json')
  const record = runRecordSchema.parse(JSON.parse(await readFile(recordFile, 'utf8')))
  const { description } = record
  await writeFile(
    recordFile,
    JSON.stringify({
      ...record,
      description: {
        ...description,
        stepsPerEpoch,
        configuration: { ...description.configuration, epochs: EPOCHS },
      },
    }),
  )
  const lines: MetricsLine[] = []
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    for (let at = LOGGED_STEPS; at <= stepsPerEpoch; at += LOGGED_STEPS)
      lines.push(stepLine((epoch - 1) * stepsPerEpoch + at, epoch))
    lines.push(epochLine(epoch * stepsPerEpoch, epoch))
  }
  const text = lines.map((line) => `${JSON.stringify(metricsLineSchema.parse(line))}\n`).join('')
  await writeFile(join(folder, 'metrics.jsonl'), text)
  return runIdSchema.parse(name)
}

const loss = (step: number) => 0.3 + 3 * Math.exp(-step / 20_000)
/** The same at each call, and no two neighbours alike. */
const noise = (step: number) => Math.sin(step * 12.9898) * 0.1

function stepLine(step: number, epoch: number): MetricsLine {
  const trainingLoss = loss(step) + noise(step)
  return {
    kind: 'step',
    epoch,
    step,
    learningRate: 1e-3 * 0.5 ** Math.floor(epoch / 20),
    trainingLoss,
    trainingAccuracy: Math.max(0, 1 - trainingLoss / 4),
    validationLoss: null,
    validationAccuracy: null,
    steeringLoss: null,
    steeringAccuracy: null,
    best: null,
    validationRecall: null,
  }
}

function epochLine(step: number, epoch: number): MetricsLine {
  const validationLoss = loss(step) * 0.9
  const validationAccuracy = 1 - validationLoss / 4
  return {
    ...stepLine(step, epoch),
    kind: 'epoch',
    validationLoss,
    validationAccuracy,
    steeringLoss: validationLoss,
    steeringAccuracy: validationAccuracy,
    best: true,
    validationRecall: [validationAccuracy, null],
  }
}
