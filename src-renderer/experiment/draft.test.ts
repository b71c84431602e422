import { describe, expect, test } from 'vitest'
import { PRESET_NAMES, PRESETS } from '../../src-preload/contract/presets'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../src-preload/contract/training'
import { DEFAULT_CONFIGURATION, draftOf, readSettings, settingsInUse } from './draft'
import { NUMBER_SETTING_NAMES } from './number-settings'
import { presetConfiguration, presetOf } from './presets'

const OWN_NETWORK: TrainingConfigurationInput['architecture'] = {
  name: 'layers',
  title: 'mine',
  layers: [{ kind: 'Flatten' }, { kind: 'Dense', units: 47 }],
}

const CONFIGURATIONS: Readonly<Record<string, TrainingConfigurationInput>> = {
  'the reference recipe': {},
  ...PRESETS,
  'everything otherwise': {
    architecture: {
      name: 'seed-cnn',
      filters: [16, 48],
      denseUnits: 100,
      convolutionDropout: 0.1,
      denseDropout: 0.33,
    },
    epochs: 7,
    batchSize: 100,
    learningRate: 3e-4,
    optimizer: { kind: 'adamw', weightDecay: 0.01 },
    schedule: { kind: 'cosine', minimum: 1e-6 },
    warmUpEpochs: 1.5,
    earlyStoppingPatience: null,
    precision: 'bfloat16',
    seed: 47,
    splitSeed: 3,
    validation: 0.07,
    augmentation: {
      rotationDegrees: 15,
      shift: 0.07,
      zoom: 0.14,
      shear: 0.2,
      strokeWidth: 0.3,
      share: 0.8,
      redraw: 0.4,
    },
    labelSmoothing: 0.1,
    classWeights: 'balanced',
    logitAdjustment: 'off',
    weightAveraging: 0.999,
    limit: 5000,
  },
  'sgd at a constant rate, without distortion': {
    optimizer: { kind: 'sgd', momentum: 0.8 },
    schedule: { kind: 'constant' },
    validation: 'official',
    augmentation: null,
  },
  'a plateau of its own': { schedule: { kind: 'plateau', factor: 0.2, patience: 3, minimum: 0 } },
  'a network of its own': { architecture: OWN_NETWORK },
  'a shift that no pixel fits': { augmentation: { shift: 0.123456 } },
}

test.each(Object.entries(CONFIGURATIONS))('the form gives back: %s', (_, input) => {
  const configuration = trainingConfigurationSchema.parse(input)
  expect(readSettings(draftOf(configuration))).toEqual({ ok: true, configuration })
})

describe('what is typed', () => {
  const draft = draftOf(DEFAULT_CONFIGURATION)
  const typed = (changes: Partial<typeof draft.numbers>) => ({
    ...draft,
    numbers: { ...draft.numbers, ...changes },
  })

  test('is said to be wrong where it is, all of it at once', () => {
    const reading = readSettings(typed({ epochs: 'many', batchSize: '0', seed: '1.5' }))
    expect(reading).toEqual({
      ok: false,
      faults: new Map([
        ['epochs', 'not-a-number'],
        ['batchSize', 'too-small'],
        ['seed', 'not-whole'],
      ]),
    })
  })

  test('counts only where it is used', () => {
    const wrong = typed({ momentum: 'x' })
    expect(readSettings(wrong)).toMatchObject({ ok: true })
    expect(readSettings({ ...wrong, optimizer: 'sgd' })).toMatchObject({ ok: false })
  })

  test('in percent and pixels is a share in the configuration', () => {
    const reading = readSettings(typed({ validation: '12.5', zoom: '33.3', shift: '7' }))
    expect(reading).toMatchObject({
      configuration: { validation: 0.125, augmentation: { zoom: 0.333, shift: 0.25 } },
    })
  })
})

test('every number is used by some draft', () => {
  const drafts = Object.values(CONFIGURATIONS).map((input) =>
    draftOf(trainingConfigurationSchema.parse(input)),
  )
  expect(new Set(drafts.flatMap(settingsInUse))).toEqual(new Set(NUMBER_SETTING_NAMES))
})

describe('presets', () => {
  test.each(PRESET_NAMES)('%s is known again', (name) => {
    expect(presetOf(presetConfiguration(name))).toBe(name)
  })

  test('one changed setting makes it one of its own', () => {
    expect(presetOf({ ...DEFAULT_CONFIGURATION, seed: 2 })).toBeNull()
  })
})
