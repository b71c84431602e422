import { Command, CommanderError } from 'commander'
import { describe, expect, test } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
  type TrainingConfigurationInput,
} from '../../src-preload/contract/training'
import { addTrainingOptions, trainingConfiguration } from './training-options'

function commandWithFlags(): Command {
  const command = new Command('train').exitOverride().configureOutput({ writeErr: () => undefined })
  addTrainingOptions(command)
  return command
}

/** What the words after `glyphlab train` come to. */
function configured(words: string): TrainingConfiguration {
  const command = commandWithFlags().parse(words.split(' ').filter(Boolean), { from: 'user' })
  return trainingConfiguration(command.opts())
}

const expected = (input: TrainingConfigurationInput) => trainingConfigurationSchema.parse(input)

test('without flags the configuration is the reference recipe', () => {
  expect(configured('')).toEqual(expected({}))
})

/** Each flag once, with what it changes. */
const FLAG_EFFECTS: readonly (readonly [string, TrainingConfigurationInput])[] = [
  ['--model lenet', { architecture: { name: 'lenet' } }],
  ['--filters 8,16', { architecture: { name: 'seed-cnn', filters: [8, 16] } }],
  ['--dense-units 64', { architecture: { name: 'seed-cnn', denseUnits: 64 } }],
  ['--convolution-dropout 0.1', { architecture: { name: 'seed-cnn', convolutionDropout: 0.1 } }],
  ['--dense-dropout 0', { architecture: { name: 'seed-cnn', denseDropout: 0 } }],
  ['--epochs 3', { epochs: 3 }],
  ['--batch-size 64', { batchSize: 64 }],
  ['--optimizer sgd', { optimizer: { kind: 'sgd' } }],
  ['--optimizer adamw --weight-decay 0.1', { optimizer: { kind: 'adamw', weightDecay: 0.1 } }],
  ['--optimizer sgd --momentum 0', { optimizer: { kind: 'sgd', momentum: 0 } }],
  ['--learning-rate 1e-2', { learningRate: 0.01 }],
  ['--schedule constant', { schedule: { kind: 'constant' } }],
  ['--plateau-factor 0.2', { schedule: { kind: 'plateau', factor: 0.2 } }],
  ['--plateau-patience 3', { schedule: { kind: 'plateau', patience: 3 } }],
  ['--minimum-learning-rate 1e-6', { schedule: { kind: 'plateau', minimum: 1e-6 } }],
  [
    '--schedule cosine --minimum-learning-rate 1e-6',
    { schedule: { kind: 'cosine', minimum: 1e-6 } },
  ],
  ['--warm-up 0.5', { warmUpEpochs: 0.5 }],
  ['--early-stopping 2', { earlyStoppingPatience: 2 }],
  ['--early-stopping none', { earlyStoppingPatience: null }],
  ['--precision bfloat16', { precision: 'bfloat16' }],
  ['--seed 7', { seed: 7 }],
  ['--split-seed 8', { splitSeed: 8 }],
  ['--validation 0.2', { validation: 0.2 }],
  ['--validation official', { validation: 'official' }],
  ['--rotation 5', { augmentation: { rotationDegrees: 5 } }],
  ['--shift 0', { augmentation: { shift: 0 } }],
  ['--zoom 0.2', { augmentation: { zoom: 0.2 } }],
  ['--shear 0.3', { augmentation: { shear: 0.3 } }],
  ['--no-augmentation', { augmentation: null }],
  ['--label-smoothing 0.1', { labelSmoothing: 0.1 }],
  ['--class-weights balanced', { classWeights: 'balanced' }],
  ['--logit-adjustment off', { logitAdjustment: 'off' }],
  ['--weight-averaging 0.99', { weightAveraging: 0.99 }],
  ['--weight-averaging none', { weightAveraging: null }],
  ['--limit 1000', { limit: 1000 }],
]

describe('a flag reaches its place:', () => {
  test.each(FLAG_EFFECTS)('%s', (words, input) => {
    expect(configured(words)).toEqual(expected(input))
  })

  test('every flag there is, is in the table', () => {
    const tried = new Set(FLAG_EFFECTS.flatMap(([words]) => words.match(/--[a-z-]+/g) ?? []))
    expect([...tried].sort()).toEqual(
      commandWithFlags()
        .options.map(({ long }) => long)
        .sort(),
    )
  })

  test('all flags of the reference network go together', () => {
    const words =
      '--model seed-cnn --filters 8,16 --dense-units 64 --dense-dropout 0.1 --optimizer adamw ' +
      '--weight-decay 0 --schedule cosine --warm-up 1 --rotation 1 --zoom 0 --seed 0'
    expect(configured(words)).toEqual(
      expected({
        architecture: { name: 'seed-cnn', filters: [8, 16], denseUnits: 64, denseDropout: 0.1 },
        optimizer: { kind: 'adamw', weightDecay: 0 },
        schedule: { kind: 'cosine' },
        warmUpEpochs: 1,
        augmentation: { rotationDegrees: 1, zoom: 0 },
        seed: 0,
      }),
    )
  })
})

describe('the help', () => {
  const options = commandWithFlags().options

  test.each(options.map(({ flags, description }) => [flags, description]))(
    'describes %s',
    (_, description) => {
      expect(description.length).toBeGreaterThan(8)
    },
  )

  // In brackets at the end; where two networks or schedules differ, that of the first.
  test.each(
    options
      .filter(({ negate }) => !negate)
      .map((option) => [option.long ?? '', /\(([^;()]+)[^()]*\)$/.exec(option.description)?.[1]]),
  )('gives the true default of %s', (flag, value) => {
    const owner = { '--weight-decay': '--optimizer adamw', '--momentum': '--optimizer sgd' }
    const chosen = Object.entries(owner).find(([name]) => name === flag)?.[1] ?? ''
    expect(configured(`${chosen} ${flag} ${value}`)).toEqual(configured(chosen))
  })
})

describe('flags that do not go together are refused by the name that was typed:', () => {
  test.each([
    ['--momentum 0.9', '--momentum does not go with --optimizer adam'],
    ['--optimizer sgd --weight-decay 0.1', '--weight-decay does not go with --optimizer sgd'],
    ['--model lenet --filters 8,16', '--filters does not go with --model lenet'],
    ['--model tiny --dense-units 10', '--dense-units does not go with --model tiny'],
    [
      '--model tiny --convolution-dropout 0.1',
      '--convolution-dropout does not go with --model tiny',
    ],
    ['--model lenet --dense-dropout 0.1', '--dense-dropout does not go with --model lenet'],
    [
      '--schedule cosine --plateau-factor 0.1',
      '--plateau-factor does not go with --schedule cosine',
    ],
    [
      '--schedule constant --plateau-patience 2',
      '--plateau-patience does not go with --schedule constant',
    ],
    [
      '--schedule constant --minimum-learning-rate 1e-6',
      '--minimum-learning-rate does not go with --schedule constant',
    ],
    ['--no-augmentation --rotation 3', '--rotation does not go with --no-augmentation'],
    ['--shear 0.1 --no-augmentation', '--shear does not go with --no-augmentation'],
  ])('%s', (words, message) => {
    expect(() => configured(words)).toThrow(expect.objectContaining({ code: 'usage', message }))
  })
})

describe('filters that are no two counts are refused:', () => {
  test.each(['32', '32,64,128', '32,', '0,64', '32,-1', '1.5,2', 'many,few', '5000,64'])(
    '%s',
    (text) => {
      expect(() => configured(`--filters ${text}`)).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: `--filters ${text}: wanted is a whole number from 1 to 4096 for each block, such as 32,64`,
        }),
      )
    },
  )
})

describe('an impossible value is refused by commander:', () => {
  test.each([
    '--epochs 0',
    '--epochs 1e9',
    '--batch-size -1',
    '--learning-rate 0',
    '--learning-rate NaN',
    '--validation 1',
    '--precision float16',
    '--model resnet',
    '--plateau-factor 1',
    '--weight-averaging 1',
    '--rotation 181',
    '--seed 2147483648',
    '--seed 1.5',
    '--limit 0',
    '--label-smoothing 1',
  ])('%s', (words) => {
    expect(() => configured(words)).toThrow(CommanderError)
  })
})
