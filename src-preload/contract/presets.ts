import type { TrainingConfigurationInput } from './training'

/** Settings to start from; what is not named is as the reference recipe has it. */
export const PRESETS = {
  'seed-cnn': {},
  /** A minute's look at whether anything is learnt at all. */
  'quick-check': { epochs: 3, limit: 10_000, architecture: { name: 'tiny' }, batchSize: 128 },
  lenet: { architecture: { name: 'lenet' } },
  tiny: { architecture: { name: 'tiny' } },
} as const satisfies Readonly<Record<string, TrainingConfigurationInput>>
export type PresetName = keyof typeof PRESETS
