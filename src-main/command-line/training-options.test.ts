import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
  type TrainingConfigurationInput,
} from '../../src-preload/contract/training'
import { addTrainingOptions, RESUMABLE_FLAGS, trainingConfiguration } from './training-options'

function commandWithFlags(): Command {
  const command = new Command('train').exitOverride().configureOutput({ writeErr: () => undefined })
  addTrainingOptions(command)
  return command
}

/** What the words after `glyphlab train` come to. */
async function configured(words: string): Promise<TrainingConfiguration> {
  const command = commandWithFlags().parse(words.split(' ').filter(Boolean), { from: 'user' })
  return trainingConfiguration(command.opts())
}

const expected = (input: TrainingConfigurationInput) => trainingConfigurationSchema.parse(input)

test('without flags the configuration is the reference recipe', async () => {
  expect(await configured('')).toEqual(expected({}))
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
  ['--logit-adjustment loss', { logitAdjustment: 'loss' }],
  ['--stroke-width 0.5', { augmentation: { strokeWidth: 0.5 } }],
  ['--augmented-share 0.7', { augmentation: { share: 0.7 } }],
  ['--redrawn-share 0.5', { augmentation: { redraw: 0.5 } }],
  ['--weight-averaging 0.99', { weightAveraging: 0.99 }],
  ['--weight-averaging none', { weightAveraging: null }],
  ['--limit 1000', { limit: 1000 }],
]

describe('a flag reaches its place:', () => {
  test.each(FLAG_EFFECTS)('%s', async (words, input) => {
    expect(await configured(words)).toEqual(expected(input))
  })

  test('every flag there is, is in the table', () => {
    const tried = new Set(FLAG_EFFECTS.flatMap(([words]) => words.match(/--[a-z-]+/g) ?? []))
    expect([...tried].sort()).toEqual(
      commandWithFlags()
        .options.map(({ long }) => long)
        .sort(),
    )
  })

  test('all flags of the reference network go together', async () => {
    const words =
      '--model seed-cnn --filters 8,16 --dense-units 64 --dense-dropout 0.1 --optimizer adamw ' +
      '--weight-decay 0 --schedule cosine --warm-up 1 --rotation 1 --zoom 0 --seed 0'
    expect(await configured(words)).toEqual(
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
  )('gives the true default of %s', async (flag, value) => {
    const owner = { '--weight-decay': '--optimizer adamw', '--momentum': '--optimizer sgd' }
    const chosen = Object.entries(owner).find(([name]) => name === flag)?.[1] ?? ''
    expect(await configured(`${chosen} ${flag} ${value}`)).toEqual(await configured(chosen))
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
    ['--minimum-learning-rate 0.01', '--minimum-learning-rate 0.01 is above --learning-rate 0.001'],
    [
      '--schedule cosine --learning-rate 1e-5 --minimum-learning-rate 1e-4',
      '--minimum-learning-rate 0.0001 is above --learning-rate 0.00001',
    ],
  ])('%s', async (words, message) => {
    await expect(configured(words)).rejects.toEqual(
      expect.objectContaining({ code: 'usage', message }),
    )
  })
})

describe('filters that are no two counts are refused:', () => {
  test.each(['32', '32,64,128', '32,', '0,64', '32,-1', '1.5,2', 'many,few', '5000,64'])(
    '%s',
    async (text) => {
      await expect(configured(`--filters ${text}`)).rejects.toEqual(
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
    '--model mine.txt',
    '--plateau-factor 1',
    '--weight-averaging 1',
    '--rotation 181',
    '--seed 2147483648',
    '--seed 1.5',
    '--limit 0',
    '--label-smoothing 1',
  ])('%s', async (words) => {
    await expect(configured(words)).rejects.toThrow(CommanderError)
  })
})

describe("a network of the user's own", () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-options-'))
    await writeFile(join(folder, 'mine.json'), '[{"kind":"Flatten"},{"kind":"Dense","units":47}]')
  })
  afterAll(() => rm(folder, { recursive: true }))
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const layers = [
    { kind: 'Flatten' as const },
    { kind: 'Dense' as const, units: 47, useBias: true },
  ]

  test('is read from its file, and the configuration holds all of it', async () => {
    expect(await configured(`--model ${join(folder, 'mine.json')} --epochs 3`)).toEqual(
      expected({ architecture: { name: 'layers', title: 'mine', layers }, epochs: 3 }),
    )
  })

  test('is found from where the user stands', async () => {
    vi.stubEnv('INIT_CWD', folder)
    expect(await configured('--model mine.json')).toEqual(
      expected({ architecture: { name: 'layers', title: 'mine', layers } }),
    )
  })

  test.each([
    ['--filters 8,16', '--filters'],
    ['--dense-units 64', '--dense-units'],
    ['--convolution-dropout 0.1', '--convolution-dropout'],
    ['--dense-dropout 0.1', '--dense-dropout'],
  ])('takes no %s', async (words, flag) => {
    const path = join(folder, 'mine.json')
    await expect(configured(`--model ${path} ${words}`)).rejects.toMatchObject({
      code: 'usage',
      message: `${flag} does not go with --model ${path}`,
    })
  })

  test('that cannot be read is refused by the file it names', async () => {
    const path = join(folder, 'missing.json')
    await expect(configured(`--model ${path}`)).rejects.toMatchObject({
      code: 'model-invalid',
      message: `${path}: cannot be read (ENOENT)`,
    })
  })
})

describe('flags on top of what a run was configured with', () => {
  const before = expected({
    architecture: { name: 'lenet' },
    optimizer: { kind: 'sgd', momentum: 0.5 },
    schedule: { kind: 'cosine', minimum: 1e-6 },
    augmentation: { rotationDegrees: 3 },
    seed: 9,
  })
  const changed = (words: string, from = before) => {
    const command = new Command('resume')
    addTrainingOptions(command, RESUMABLE_FLAGS)
    command.parse(words.split(' ').filter(Boolean), { from: 'user' })
    return trainingConfiguration(command.opts(), from)
  }

  test('none change nothing', async () => {
    expect(await changed('')).toEqual(before)
    const plain = expected({ augmentation: null, weightAveraging: 0.9 })
    expect(await changed('', plain)).toEqual(plain)
  })

  test.each<[string, Partial<TrainingConfiguration>]>([
    ['--epochs 40', { epochs: 40 }],
    ['--momentum 0.7', { optimizer: { kind: 'sgd', momentum: 0.7 } }],
    ['--optimizer sgd', {}],
    ['--optimizer adam', { optimizer: { kind: 'adam' } }],
    ['--optimizer adamw', { optimizer: { kind: 'adamw', weightDecay: 0.004 } }],
    ['--minimum-learning-rate 0', { schedule: { kind: 'cosine', minimum: 0 } }],
    ['--early-stopping none', { earlyStoppingPatience: null }],
    [
      '--zoom 0',
      {
        augmentation: {
          ...{ rotationDegrees: 3, shift: 0.1, zoom: 0, shear: 0.1 },
          ...{ strokeWidth: 0, share: 1, redraw: 0 },
        },
      },
    ],
    ['--no-augmentation', { augmentation: null }],
  ])('%s', async (words, difference) => {
    expect(await changed(words)).toEqual({ ...before, ...difference })
  })

  test('one that does not go with it is refused', async () => {
    await expect(changed('--weight-decay 0.1')).rejects.toMatchObject({
      code: 'usage',
      message: '--weight-decay does not go with --optimizer sgd',
    })
  })

  test('are those of settings that may change', () => {
    expect(RESUMABLE_FLAGS).toContain('momentum')
    expect(RESUMABLE_FLAGS).toContain('no-augmentation')
    for (const flag of ['seed', 'batch-size', 'model', 'filters', 'weight-averaging'] as const)
      expect(RESUMABLE_FLAGS).not.toContain(flag)
  })

  test('say no default, since that is what the run has', () => {
    const command = new Command('resume')
    addTrainingOptions(command, RESUMABLE_FLAGS)
    expect(command.options).toHaveLength(RESUMABLE_FLAGS.length)
    for (const { description } of command.options) expect(description).not.toMatch(/\)$/)
  })
})
