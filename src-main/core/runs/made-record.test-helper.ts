import { runIdSchema, type RunRecord } from '../../../src-preload/contract/run'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { ENVIRONMENT } from './made-environment.test-helper'

/** The record of a run that has finished, with parts of it replaced. */
export function madeRecord(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: 1,
    id: runIdSchema.parse(id),
    status: 'finished',
    error: null,
    parent: null,
    group: null,
    description: {
      dataset: 'made',
      split: 'balanced',
      fingerprint: 'f'.repeat(64),
      corrections: null,
      classes: 4,
      trainingImages: 468,
      validationImages: 52,
      testImages: 200,
      parameters: 1000,
      multiplyAdds: 10_000,
      stepsPerEpoch: 14,
      configuration: trainingConfigurationSchema.parse({}),
      unseenClasses: [],
      logitAdjustment: false,
      weightedValidation: false,
    },
    datasetSource: 'made',
    initialWeights: null,
    environment: ENVIRONMENT,
    laterEnvironments: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:01:00.000Z',
    result: {
      epochsDone: 15,
      bestEpoch: 12,
      validation: { loss: 0.3, accuracy: 0.9 },
      test: {
        loss: 0.4,
        accuracy: 0.8,
        interval: { method: 'wilson', level: 0.95, lower: 0.7, upper: 0.9 },
      },
    },
    ...changes,
  }
}
