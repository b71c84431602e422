import type {
  RunEntry,
  RunEpochs,
  RunGroupSummary,
} from '../../src-preload/contract/bridge/run-requests'
import { runIdSchema, type RunId } from '../../src-preload/contract/run'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../src-preload/contract/training'
import { MADE_DESCRIPTION } from './made-job.test-helper'

/** The letters of a made run end its id. */
export function madeRunId(letters: string): RunId {
  return runIdSchema.parse(`20260101-000000-tiny-${letters}`)
}

/** A finished run of ten epochs, the best of them the eighth. */
export function madeEntry(letters: string, changes: Partial<RunEntry> = {}): RunEntry {
  return {
    run: madeRunId(letters),
    title: 'tiny',
    name: '',
    text: '',
    tags: [],
    starred: false,
    status: 'finished',
    startedAt: '2026-01-01T00:00:00.000Z',
    description: MADE_DESCRIPTION,
    source: 'strokes',
    epochsDone: 10,
    best: { epoch: 8, loss: 0.5, accuracy: 0.8 },
    test: null,
    seconds: 60,
    error: null,
    isResumable: false,
    parent: null,
    group: null,
    cohort: 'strokes',
    ...changes,
  }
}

/** A run with settings of its own, and an accuracy. */
export function madeRunOf(
  letters: string,
  configuration: TrainingConfigurationInput,
  accuracy: number,
): RunEntry {
  const parsed = trainingConfigurationSchema.parse({
    ...MADE_DESCRIPTION.configuration,
    ...configuration,
  })
  return madeEntry(letters, {
    description: { ...MADE_DESCRIPTION, configuration: parsed },
    best: { epoch: 8, loss: 1 - accuracy, accuracy },
  })
}

export function madeGroup(...letters: readonly [string, ...string[]]): RunGroupSummary {
  return {
    id: madeRunId(letters[0]),
    runs: letters.map(madeRunId),
    size: letters.length,
    validation: { mean: 0.75, standardDeviation: 0.01, count: letters.length },
  }
}

/** Epochs of a hundred steps with these accuracies. */
export function madeEpochs(...accuracies: readonly number[]): RunEpochs['epochs'] {
  return accuracies.map((accuracy, index) => {
    const means = { loss: 1 - accuracy, accuracy }
    return {
      epoch: index + 1,
      step: (index + 1) * 100,
      learningRate: 1e-3,
      training: means,
      validation: means,
      steering: means,
      best: index === accuracies.length - 1,
    }
  })
}
