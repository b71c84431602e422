import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { metricsLineSchema, type MetricsLine } from '../../../src-preload/contract/metrics'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { OpenDataset } from '../datasets/open-dataset'
import { ALL_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { readSafetensors } from '../safetensors/safetensors'
import { QUICK, useTraining } from '../training/quick-run.test-helper'
import { ENVIRONMENT } from './made-environment.test-helper'
import { runPaths } from './run-folder'

export const FINGERPRINT = 'f'.repeat(64)

/** Quick runs in a folder of their own, which is gone after the test. */
export function useRuns() {
  const { tensorflow, datasets } = useTraining()
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-runs-'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const evenData = (fingerprint: string): OpenDataset => ({
    dataset: datasets().even,
    fingerprint,
    source: 'even',
    ...{ corrections: null, isCurrent: true, originals: null },
  })
  return {
    datasets,
    tensorflow,
    /** What counts as another data set than that of `resources`. */
    otherData: () => evenData('e'.repeat(64)),
    runsFolder: () => folder,
    configuration: (input: TrainingConfigurationInput = {}): TrainingConfiguration =>
      trainingConfigurationSchema.parse({ ...QUICK, ...input }),
    /** What starting and resuming take, with `onEvent` and `signal` to be replaced. */
    resources: () => ({
      tensorflow: tensorflow(),
      fastPaths: ALL_FAST_PATHS,
      environment: ENVIRONMENT,
      onEvent: () => undefined,
      data: evenData(FINGERPRINT),
      runsFolder: folder,
    }),
  }
}

/** Aborts as the first such event comes. */
export function interruptAt(wanted: (event: TrainingEvent) => boolean) {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    onEvent: (event: TrainingEvent) => {
      if (wanted(event)) controller.abort()
    },
  }
}

/** All that must be equal, bit for bit, between a run that was cut short and one that was not. */
export async function bitsOfRun(folder: string) {
  const { last, best, metrics } = runPaths(folder)
  const bits = async (path: string) => {
    const { tensors } = await readSafetensors(path)
    return Object.fromEntries(
      [...tensors].map(([name, { shape, values }]) => [
        name,
        { shape, bits: Buffer.from(values.buffer, values.byteOffset, values.byteLength) },
      ]),
    )
  }
  return {
    last: await bits(last),
    best: await bits(best),
    metrics: await readFile(metrics, 'utf8'),
  }
}

export async function readMetrics(folder: string): Promise<MetricsLine[]> {
  const text = await readFile(runPaths(folder).metrics, 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => metricsLineSchema.parse(JSON.parse(line)))
}
