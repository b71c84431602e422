import { stat } from 'node:fs/promises'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import { metricsLineSchema } from '../../../src-preload/contract/metrics'
import type { RunId } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { endedLines } from '../files/ended-lines'
import { systemErrorCode } from '../files/file-error'
import { lastMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { runPaths, type RunPaths } from './run-folder'
import { readRunRecord } from './run-record'
import { ThinnedPoints } from './thinned-points'

type RunMetrics = Result<'runs.metrics'>
type EpochMetrics = RunMetrics['epochs'][number]

/** Two million steps: more than a screen has room for, and what a slow line to a browser still carries. */
const MOST_POINTS = 200_000

const lengthSchema = lastMetadataSchema.pick({ metricsBytes: true })

/**
 * The curves of a run, whatever it is doing: `metrics.jsonl` as columns, very many steps thinned. A last line without its end is
 * still being written, or was cut off by a kill, and is left out. So is all behind a line that cannot be
 * read, where no checkpoint counts on it: a power cut may have left anything there.
 *
 * @throws GlyphlabError `run-missing`, `run-newer`, or `run-damaged` where a line of the last checkpoint's
 *   cannot be read
 */
export async function readMetrics(folder: string, run: RunId): Promise<RunMetrics> {
  const paths = runPaths(folder)
  const { stepsPerEpoch } = readRunRecord(paths).description
  const read: ReadLines = { points: new ThinnedPoints(MOST_POINTS), epochs: [] }
  await addLines(read, paths)
  const points = read.points.all()
  return {
    ...{ run, stepsPerEpoch },
    steps: {
      step: points.map(({ step }) => step),
      loss: points.map(({ loss }) => loss),
      accuracy: points.map(({ accuracy }) => accuracy),
      learningRate: points.map(({ learningRate }) => learningRate),
    },
    epochs: read.epochs,
  }
}

interface ReadLines {
  readonly points: ThinnedPoints
  readonly epochs: EpochMetrics[]
}

async function addLines(read: ReadLines, paths: RunPaths): Promise<void> {
  const { metrics } = paths
  try {
    // A pipe would be waited for without end.
    if (!(await stat(metrics)).isFile())
      throw new GlyphlabError('run-damaged', `${metrics} is no file`)
    for await (const lines of endedLines(metrics))
      for (const { position, text } of lines)
        if (text === null || !addLine(read, text)) return await requireNotCounted(paths, position)
  } catch (cause) {
    const code = systemErrorCode(cause)
    // Before its first step a run has none.
    if (code === 'ENOENT') return
    if (cause instanceof GlyphlabError) throw cause
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
function addLine({ points, epochs }: ReadLines, text: string): boolean {
  const line = parseLine(text)
  if (line?.['kind'] !== 'step') {
    const epoch = epochOf(line)
    if (epoch !== null) epochs.push(epoch)
    return epoch !== null
  }
  // There are tens of thousands of these: a schema would take ten times as long as reading them does.
  const { step, trainingLoss, trainingAccuracy, learningRate } = line
  const isWhole =
    isNumber(step) && isNumber(trainingLoss) && isNumber(trainingAccuracy) && isNumber(learningRate)
  if (!isWhole) return false
  points.add({ step, loss: trainingLoss, accuracy: trainingAccuracy, learningRate })
  return true
}

/** Of `1e999` JSON makes what is not finite. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

/** The epoch that a line tells of; `step` for one of a step, null for what is no line of metrics. */
export function epochOfLine(text: string): EpochMetrics | 'step' | null {
  const line = parseLine(text)
  return line?.['kind'] === 'step' ? 'step' : epochOf(line)
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
