import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { metricsLineSchema, type MetricsLine } from '../../../../src-preload/contract/metrics'
import { runIdSchema, type RunRecord } from '../../../../src-preload/contract/run'
import { makeFolder } from '../../files/make-folder'
import { keepMadeMeasurement } from '../../measurements/made-measurement.test-helper'
import type { ModelDescription } from '../../models/model-description'
import type { SafeTensor } from '../../safetensors/safetensors'
import { annotateRun } from '../annotate-run'
import { writeCheckpoint, type LastMetadata, type NetworkMetadata } from '../checkpoint'
import { madeRecord } from '../made-record.test-helper'
import { runPaths } from '../run-folder'
import { writeRunRecord } from '../run-record'
import { MANIFEST_PATH, manifestText } from './manifest'
import { directory, localHeader } from './zip-frame'

const CLASSES = 4
const MODEL: ModelDescription = {
  inputShape: [28, 28, 1],
  layers: [{ kind: 'Flatten' }, { kind: 'Dense', units: CLASSES, useBias: true }],
}

export interface MadeRun {
  readonly changes?: Partial<RunRecord>
  /** What its measurement says that the data set was read from. */
  readonly source?: string
}

/** Everything that a run's folder can hold, of an untrained network; answers the folder. */
export async function makeWholeRun(
  runsFolder: string,
  name: string,
  { changes = {}, source = 'made' }: MadeRun = {},
): Promise<string> {
  const folder = join(runsFolder, name)
  const paths = runPaths(folder)
  await makeFolder(paths.checkpoints)
  await writeRunRecord(paths.record, madeRecord(name, changes))
  const metrics = [1, 2].flatMap((epoch) => [
    metricsLine('step', epoch),
    metricsLine('epoch', epoch),
  ])
  const text = metrics.map((line) => `${JSON.stringify(line)}\n`).join('')
  await writeFile(paths.metrics, text)
  await writeCheckpoint(paths.best, tensors(), networkMetadata(name))
  await writeCheckpoint(paths.last, tensors(['', 'optimizer/']), lastMetadata(name, text.length))
  await keepMadeMeasurement(paths.evaluations, { run: name, source })
  await annotateRun(folder, () => ({
    name: 'Δοκιμή',
    text: 'a note',
    tags: ['one'],
    starred: true,
  }))
  await writeFile(join(folder, 'events.out.tfevents.1767225600.host.1.v2'), Buffer.alloc(100, 7))
  return folder
}

function metricsLine(kind: MetricsLine['kind'], epoch: number): MetricsLine {
  const isEpoch = kind === 'epoch'
  return metricsLineSchema.parse({
    ...{ kind, epoch, step: epoch * 14, learningRate: 0.001 },
    ...{ trainingLoss: 1 / epoch, trainingAccuracy: 0.5 },
    ...{ validationLoss: isEpoch ? 0.5 : null, validationAccuracy: isEpoch ? 0.75 : null },
    ...{ steeringLoss: isEpoch ? 0.5 : null, steeringAccuracy: isEpoch ? 0.75 : null },
    ...{ best: isEpoch ? epoch === 1 : null, validationRecall: isEpoch ? [1, 0.5, 0.5, 1] : null },
  })
}

function networkMetadata(name: string): NetworkMetadata {
  return {
    schema: 1,
    run: runIdSchema.parse(name),
    epoch: 1,
    model: MODEL,
    classes: ['A', 'B', 'C', 'D'].map((character, label) => ({
      ...{ label, character },
      characters: [character],
    })),
    adjustment: null,
    precision: 'float32',
    dataset: { name: 'made', split: 'balanced', fingerprint: 'f'.repeat(64) },
    trainingImages: 468,
    seed: madeRecord(name).description.configuration.seed,
    splitSeed: madeRecord(name).description.configuration.splitSeed,
  }
}

function lastMetadata(name: string, metricsBytes: number): LastMetadata {
  return {
    ...networkMetadata(name),
    ...{ epoch: 2, position: 0, step: 28, metricsBytes },
    sums: { loss: 0, accuracy: 0 },
    learningRate: 0.001,
    schedule: { learningRate: 0.001, lowestLoss: null, epochsWithoutGain: 0 },
    stopping: { best: { epoch: 1, loss: 0.5, accuracy: 0.75 }, epochsSince: 1 },
    seconds: 12.5,
  }
}

function tensors(prefixes: readonly string[] = ['']): ReadonlyMap<string, SafeTensor> {
  const ofPrefix = (prefix: string): (readonly [string, SafeTensor])[] => [
    [
      `${prefix}dense/kernel`,
      { shape: [784, CLASSES], values: new Float32Array(784 * CLASSES).fill(0.25) },
    ],
    [`${prefix}dense/bias`, { shape: [CLASSES], values: new Float32Array(CLASSES).fill(1) }],
  ]
  return new Map(prefixes.flatMap(ofPrefix))
}

/** Files by their paths, as an export would write them, whatever they are and are called. */
export function framedRun(
  run: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  manifest: (text: string) => string = (text) => text,
): Buffer {
  const listed = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { path, content: bytes, bytes: bytes.length, sha256, crc32: crc32(bytes) }
  })
  const text = Buffer.from(manifest(manifestText(runIdSchema.parse(run), listed)))
  const first = { path: MANIFEST_PATH, content: text, bytes: text.length, crc32: crc32(text) }
  const all = [first, ...listed]
  return Buffer.concat([
    ...all.flatMap((file) => [localHeader(file), file.content]),
    directory(all),
  ])
}
