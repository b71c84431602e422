import type { Command } from 'commander'
import { z } from 'zod'
import {
  architectureSchema,
  augmentationSchema,
  optimizerSchema,
  scheduleSchema,
  trainingConfigurationSchema,
  type TrainingConfiguration,
} from '../../src-preload/contract/training'
import { GlyphlabError, internalError } from '../core/errors'
import { describeAllowed } from './allowed-values'
import { optionValue } from './option-value'

const { shape } = trainingConfigurationSchema
const [seedCnn] = architectureSchema.options
const [, adamW, sgd] = optimizerSchema.options
const [plateau] = scheduleSchema.options
const nameOf = (option: { shape: { name: z.ZodLiteral<string> } }) => option.shape.name.value
const kindOf = (option: { shape: { kind: z.ZodLiteral<string> } }) => option.shape.kind.value

/** A flag with the schema of its values; which part of the configuration it goes to follows below. */
const FLAGS = [
  [
    'model',
    '<name>',
    z.enum(architectureSchema.options.map(nameOf)),
    'seed-cnn, lenet or tiny: see `glyphlab models` (seed-cnn)',
  ],
  ['filters', '<first,second>', z.string(), 'seed-cnn: filters of the two blocks (32,64)'],
  ['dense-units', '<count>', seedCnn.shape.denseUnits, 'seed-cnn: units of the hidden layer (512)'],
  [
    'convolution-dropout',
    '<rate>',
    seedCnn.shape.convolutionDropout,
    'seed-cnn: dropout after each block (0.25)',
  ],
  [
    'dense-dropout',
    '<rate>',
    seedCnn.shape.denseDropout,
    'seed-cnn: dropout after the hidden layer (0.5)',
  ],
  ['epochs', '<count>', shape.epochs, 'at most so many passes over the training images (15)'],
  ['batch-size', '<count>', shape.batchSize, 'images a step (256)'],
  [
    'optimizer',
    '<name>',
    z.enum(optimizerSchema.options.map(kindOf)),
    'adam, adamw or sgd with momentum (adam)',
  ],
  ['weight-decay', '<share>', adamW.shape.weightDecay, 'adamw: decay of the weights (0.004)'],
  ['momentum', '<share>', sgd.shape.momentum, 'sgd: momentum (0.9)'],
  ['learning-rate', '<rate>', shape.learningRate, 'after warm-up, before any reduction (0.001)'],
  [
    'schedule',
    '<name>',
    z.enum(scheduleSchema.options.map(kindOf)),
    'plateau, cosine or constant: how the learning rate moves (plateau)',
  ],
  ['plateau-factor', '<factor>', plateau.shape.factor, 'plateau: multiply the rate by this (0.5)'],
  [
    'plateau-patience',
    '<epochs>',
    plateau.shape.patience,
    'plateau: after so many epochs without gain (1)',
  ],
  [
    'minimum-learning-rate',
    '<rate>',
    plateau.shape.minimum,
    'plateau and cosine: never below; cosine by itself goes to 0 (0.00001)',
  ],
  ['warm-up', '<epochs>', shape.warmUpEpochs, 'the rate rises from nought over so many epochs (0)'],
  [
    'early-stopping',
    '<epochs>',
    shape.earlyStoppingPatience,
    'stop after so many epochs without a lower validation loss, or none (5)',
  ],
  ['precision', '<type>', shape.precision, 'float32 or bfloat16 (float32)'],
  ['seed', '<number>', shape.seed, 'weights, order, augmentation, dropout (1)'],
  ['split-seed', '<number>', shape.splitSeed, 'which images validate (0)'],
  [
    'validation',
    '<share>',
    shape.validation,
    'share of the training part that validates, or official: its last images (0.1)',
  ],
  [
    'rotation',
    '<degrees>',
    augmentationSchema.shape.rotationDegrees,
    'augmentation: at most so far either way (10)',
  ],
  ['shift', '<share>', augmentationSchema.shape.shift, 'augmentation: share of the side (0.1)'],
  ['zoom', '<share>', augmentationSchema.shape.zoom, 'augmentation: larger or smaller by (0.1)'],
  ['shear', '<tangent>', augmentationSchema.shape.shear, 'augmentation: slant by (0.1)'],
  [
    'label-smoothing',
    '<share>',
    shape.labelSmoothing,
    'share of each target spread over all classes (0)',
  ],
  [
    'class-weights',
    '<how>',
    shape.classWeights,
    'none, or balanced: rare classes count more (none)',
  ],
  [
    'logit-adjustment',
    '<when>',
    shape.logitAdjustment,
    'auto: where class shares of training and test part differ; on; off (auto)',
  ],
  [
    'weight-averaging',
    '<decay>',
    shape.weightAveraging,
    'evaluate a moving average of the weights, or none (none)',
  ],
  ['limit', '<count>', shape.limit, 'use only so many training images, or none (none)'],
] as const satisfies readonly (readonly [string, string, z.ZodType, string])[]

/** Adds the flags of a training configuration to a command; each says its default in brackets. */
export function addTrainingOptions(command: Command): void {
  for (const [name, value, schema, description] of FLAGS)
    command.option(`--${name} ${value}`, description, optionValue<unknown>(schema))
  command.option('--no-augmentation', 'train on the images as they are')
}

const valuesSchema = z.looseObject({
  model: z.string().default('seed-cnn'),
  optimizer: z.string().default('adam'),
  schedule: z.string().default('plateau'),
  filters: z.string().transform(twoCounts).optional(),
  augmentation: z.boolean().default(true),
})

/** The parsed flag behind each property of the configuration itself. */
const PLAIN_FLAGS = {
  epochs: 'epochs',
  batchSize: 'batchSize',
  learningRate: 'learningRate',
  warmUpEpochs: 'warmUp',
  earlyStoppingPatience: 'earlyStopping',
  precision: 'precision',
  seed: 'seed',
  splitSeed: 'splitSeed',
  validation: 'validation',
  labelSmoothing: 'labelSmoothing',
  classWeights: 'classWeights',
  logitAdjustment: 'logitAdjustment',
  weightAveraging: 'weightAveraging',
  limit: 'limit',
} as const satisfies Partial<Record<keyof TrainingConfiguration, string>>

/** The parsed flag behind each property of a part, and the one that chooses which properties there are. */
const PART_FLAGS = {
  architecture: {
    choice: 'model',
    properties: {
      filters: 'filters',
      denseUnits: 'denseUnits',
      convolutionDropout: 'convolutionDropout',
      denseDropout: 'denseDropout',
    },
  },
  optimizer: {
    choice: 'optimizer',
    properties: { weightDecay: 'weightDecay', momentum: 'momentum' },
  },
  schedule: {
    choice: 'schedule',
    properties: {
      factor: 'plateauFactor',
      patience: 'plateauPatience',
      minimum: 'minimumLearningRate',
    },
  },
} as const

const AUGMENTATION_FLAGS = {
  rotationDegrees: 'rotation',
  shift: 'shift',
  zoom: 'zoom',
  shear: 'shear',
} as const

/**
 * The configuration that parsed flags describe. A flag of another network, optimizer or schedule than the
 * one chosen is wrong usage, as is one without effect.
 * @throws GlyphlabError `usage`, naming the flag
 */
export function trainingConfiguration(values: unknown): TrainingConfiguration {
  const flags = valuesSchema.parse(values)
  const of = (properties: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(properties).flatMap(([property, flag]) => {
        const value = flags[flag]
        // Commander makes an empty text of the null that `none` was read as.
        return value === undefined ? [] : [[property, value === '' ? null : value]]
      }),
    )
  const [unused] = Object.values(AUGMENTATION_FLAGS).filter((flag) => flags[flag] !== undefined)
  if (!flags.augmentation && unused !== undefined)
    throw new GlyphlabError('usage', `${asTyped(unused)} does not go with --no-augmentation`)
  const { architecture, optimizer, schedule } = PART_FLAGS
  const result = trainingConfigurationSchema.safeParse({
    ...of(PLAIN_FLAGS),
    architecture: { name: flags.model, ...of(architecture.properties) },
    optimizer: { kind: flags.optimizer, ...of(optimizer.properties) },
    schedule: { kind: flags.schedule, ...of(schedule.properties) },
    augmentation: flags.augmentation ? of(AUGMENTATION_FLAGS) : null,
  })
  if (result.success) return result.data
  throw new GlyphlabError('usage', describeIssue(result.error, flags))
}

function twoCounts(text: string): readonly number[] {
  const parsed = seedCnn.shape.filters.safeParse(text.split(',').map(Number))
  if (parsed.success) return parsed.data
  const [first] = seedCnn.shape.filters.unwrap().def.items
  throw new GlyphlabError(
    'usage',
    `--filters ${text}: wanted is ${describeAllowed(first)} for each block, such as 32,64`,
  )
}

/** The first problem, in one line. Single values were checked as flags: what is left is what does not go together. */
function describeIssue({ issues }: z.ZodError, flags: Readonly<Record<string, unknown>>): string {
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    for (const [part, { choice, properties }] of Object.entries(PART_FLAGS)) {
      const flag = Object.entries(properties).find(([property]) =>
        issue.keys.includes(property),
      )?.[1]
      if (issue.path[0] === part && flag !== undefined)
        return `${asTyped(flag)} does not go with --${choice} ${String(flags[choice])}`
    }
  }
  throw internalError(`flags make no configuration: ${issues[0]?.message}`)
}

/** `denseUnits` as `--dense-units`. */
function asTyped(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
