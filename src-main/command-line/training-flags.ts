import { z } from 'zod'
import {
  augmentationSchema,
  namedArchitectureSchema,
  optimizerSchema,
  scheduleSchema,
  trainingConfigurationSchema,
} from '../../src-preload/contract/training'
import { modelWordSchema } from './model-option'

const { shape } = trainingConfigurationSchema
const [seedCnn] = namedArchitectureSchema.options
const [, adamW, sgd] = optimizerSchema.options
const [plateau] = scheduleSchema.options
const kindOf = (option: { shape: { kind: z.ZodLiteral<string> } }) => option.shape.kind.value

/**
 * Flags as help groups them, each with the schema of its values and its default in brackets; which part of
 * the configuration it goes to is for training-options.ts to say.
 */
export const FLAG_GROUPS = {
  'Network:': [
    [
      'model',
      '<name>',
      modelWordSchema,
      'seed-cnn, deep-cnn, lenet or tiny, or a FILE.json: see `glyphlab models --help` (seed-cnn)',
    ],
    ['filters', '<first,second>', z.string(), 'seed-cnn: filters of the two blocks (32,64)'],
    [
      'dense-units',
      '<count>',
      seedCnn.shape.denseUnits,
      'seed-cnn: units of the hidden layer (512)',
    ],
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
  ],
  'Training:': [
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
    [
      'plateau-factor',
      '<factor>',
      plateau.shape.factor,
      'plateau: multiply the rate by this (0.5)',
    ],
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
    [
      'warm-up',
      '<epochs>',
      shape.warmUpEpochs,
      'the rate rises from nought over so many epochs (0)',
    ],
    [
      'early-stopping',
      '<epochs>',
      shape.earlyStoppingPatience,
      'stop after so many epochs without a lower validation loss, or none (5)',
    ],
    ['precision', '<type>', shape.precision, 'float32 or bfloat16 (float32)'],
    ['seed', '<number>', shape.seed, 'weights, order, augmentation, dropout (1)'],
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
      'weight-averaging',
      '<decay>',
      shape.weightAveraging,
      'evaluate a moving average of the weights, or none (none)',
    ],
  ],
  'Images:': [
    ['limit', '<count>', shape.limit, 'use only so many training images, or none (none)'],
    [
      'validation',
      '<share>',
      shape.validation,
      'share of the training part that validates, or official: its last images (0.1)',
    ],
    ['split-seed', '<number>', shape.splitSeed, 'which images validate (0)'],
    [
      'logit-adjustment',
      '<when>',
      shape.logitAdjustment,
      'auto: where class shares of training and test part differ; loss: likewise, within the loss; on; off (auto)',
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
      'stroke-width',
      '<share>',
      augmentationSchema.shape.strokeWidth,
      'augmentation: strokes thicker or thinner, 1 by a pixel either side (0)',
    ],
    [
      'augmented-share',
      '<share>',
      augmentationSchema.shape.share,
      'augmentation: of so many images; the others stay as they are (1)',
    ],
    [
      'redrawn-share',
      '<share>',
      augmentationSchema.shape.redraw,
      'augmentation: so many images as if drawn on the sketch pad, with lines of any width (0)',
    ],
  ],
} as const satisfies Record<string, readonly (readonly [string, string, z.ZodType, string])[]>
export type Flag = (typeof FLAG_GROUPS)[keyof typeof FLAG_GROUPS][number][0] | 'no-augmentation'
