import type { TrainingConfigurationInput } from './training'

/** Settings to start from; what is not named is as the reference recipe has it. */
export const PRESETS = {
  'seed-cnn': {},
  /** What the built-in model was trained with before it was refined; see resources/built-in/README.md. */
  'best-accuracy': {
    architecture: { name: 'deep-cnn' },
    epochs: 10,
    learningRate: 3e-3,
    optimizer: { kind: 'adamw', weightDecay: 0.05 },
    schedule: { kind: 'cosine' },
    warmUpEpochs: 1,
    earlyStoppingPatience: null,
    validation: 0.05,
    labelSmoothing: 0.1,
    augmentation: {
      rotationDegrees: 10,
      shift: 0.05,
      zoom: 0.04,
      shear: 0.1,
      strokeWidth: 0.5,
      share: 0.7,
    },
    logitAdjustment: 'loss',
    weightAveraging: 0.999,
  },
  /** A minute's look at whether anything is learnt at all. */
  'quick-check': { epochs: 3, limit: 10_000, architecture: { name: 'tiny' }, batchSize: 128 },
  lenet: { architecture: { name: 'lenet' } },
  tiny: { architecture: { name: 'tiny' } },
} as const satisfies Readonly<Record<string, TrainingConfigurationInput>>
export type PresetName = keyof typeof PRESETS

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[]
