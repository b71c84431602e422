import { readFile } from 'node:fs/promises'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import { metricsLineSchema } from '../../../src-preload/contract/metrics'
import type { RunId } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { runPaths, type RunPaths } from './run-folder'
import { readRunRecord } from './run-record'

type RunMetrics = Result<'runs.metrics'>
type EpochMetrics = RunMetrics['epochs'][number]

const NEWLINE = 0x0a
const lengthSchema = lastMetadataSchema.pick({ metricsBytes: true })

/**
 * The curves of a run, whatever it is doing: `metrics.jsonl` as columns. A last line without its end is
 * still being written, or was cut off by a kill, and is left out. So is all behind a line that cannot be
 * read, where no checkpoint counts on it: a power cut may have left anything there.
 *
 * @throws GlyphlabError `run-missing`, `run-newer`, or `run-damaged` where a line of the last checkpoint's
 *   cannot be read
 */
export async function readMetrics(folder: string, run: RunId): Promise<RunMetrics> {
  const paths = runPaths(folder)
  const { stepsPerEpoch } = readRunRecord(paths).description
  const columns: RunMetrics = {
    ...{ run, stepsPerEpoch },
    steps: { step: [], loss: [], accuracy: [], learningRate: [] },
    epochs: [],
  }
  const bytes = await readBytes(paths)
  for (let start = 0, end = bytes.indexOf(NEWLINE); end >= 0;) {
    if (!addLine(columns, bytes.toString('utf8', start, end))) {
      await requireNotCounted(paths, start)
      break
    }
    start = end + 1
    end = bytes.indexOf(NEWLINE, start)
  }
  return columns
}

/** Before its first step a run has none. */
async function readBytes({ metrics }: RunPaths): Promise<Buffer> {
  try {
    return await readFile(metrics)
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'ENOENT') return Buffer.alloc(0)
    const message = `${metrics} cannot be read (${code ?? String(cause)})`
    throw new GlyphlabError('run-damaged', message, undefined, { cause })
  }
}

/** @throws GlyphlabError `run-damaged` */
async function requireNotCounted(paths: RunPaths, position: number): Promise<void> {
  const last = await readCheckpointMetadata(paths.last, lengthSchema).catch(() => null)
  if (last === null || position >= last.metricsBytes) return
  throw new GlyphlabError(
    'run-damaged',
    `${paths.metrics} has a line at byte ${position} that cannot be read`,
  )
}

/** False where it is no line of metrics. */
function addLine({ steps, epochs }: RunMetrics, text: string): boolean {
  const line = parseLine(text)
  if (line?.['kind'] !== 'step') {
    const epoch = epochOf(line)
    if (epoch !== null) epochs.push(epoch)
    return epoch !== null
  }
  // There are tens of thousands of these: a schema would take ten times as long as reading them does.
  const { step, trainingLoss, trainingAccuracy, learningRate } = line
  const isWhole =
    typeof step === 'number' &&
    typeof trainingLoss === 'number' &&
    typeof trainingAccuracy === 'number' &&
    typeof learningRate === 'number'
  if (!isWhole) return false
  steps.step.push(step)
  steps.loss.push(trainingLoss)
  steps.accuracy.push(trainingAccuracy)
  steps.learningRate.push(learningRate)
  return true
}

function epochOf(line: unknown): EpochMetrics | null {
  const { data } = metricsLineSchema.safeParse(line)
  if (data?.kind !== 'epoch') return null
  const { epoch, step, learningRate, trainingLoss, trainingAccuracy, best } = data
  const { validationLoss, validationAccuracy, steeringLoss, steeringAccuracy } = data
  const isWhole =
    validationLoss !== null &&
    validationAccuracy !== null &&
    steeringLoss !== null &&
    steeringAccuracy !== null
  if (!isWhole) return null
  return {
    ...{ epoch, step, learningRate },
    training: { loss: trainingLoss, accuracy: trainingAccuracy },
    validation: { loss: validationLoss, accuracy: validationAccuracy },
    steering: { loss: steeringLoss, accuracy: steeringAccuracy },
    best: best === true,
  }
}

function parseLine(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text)
    return isObject(json) ? json : null
  } catch {
    return null
  }
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null
}
