import { z } from 'zod'
import { layersSchema } from './layers'

const fraction = z.number().min(0).max(1)
const positiveInteger = z.int().positive()
/** Seeds fit the signed 32 bits that TensorFlow's stateless random ops take. */
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

/** Networks that come with Glyphlab. */
export const namedArchitectureSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('seed-cnn'),
    filters: z.tuple([positiveInteger.max(4096), positiveInteger.max(4096)]).default([32, 64]),
    denseUnits: positiveInteger.max(65536).default(512),
    convolutionDropout: fraction.max(0.95).default(0.25),
    denseDropout: fraction.max(0.95).default(0.5),
  }),
  z.strictObject({ name: z.literal('deep-cnn') }),
  z.strictObject({ name: z.literal('lenet') }),
  z.strictObject({ name: z.literal('tiny') }),
])

export const architectureSchema = z.discriminatedUnion('name', [
  ...namedArchitectureSchema.options,
  /** A network of the user's own, whole, so that a run can be understood without its file. */
  z.strictObject({
    name: z.literal('layers'),
    /** The name of its file, without `.json`. */
    title: z.string().min(1).max(255),
    layers: layersSchema,
  }),
])
export type Architecture = z.infer<typeof architectureSchema>

/** How the learning rate moves after warm-up. `plateau` acts on validation loss, once an epoch. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('plateau'),
    factor: z.number().gt(0).lt(1).default(0.5),
    patience: z.int().min(0).default(1),
    minimum: z.number().min(0).default(1e-5),
  }),
  z.strictObject({ kind: z.literal('cosine'), minimum: z.number().min(0).default(0) }),
  z.strictObject({ kind: z.literal('constant') }),
])
export type ScheduleConfiguration = z.infer<typeof scheduleSchema>

export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('adam') }),
  z.strictObject({ kind: z.literal('adamw'), weightDecay: z.number().min(0).max(1).default(4e-3) }),
  z.strictObject({ kind: z.literal('sgd'), momentum: z.number().min(0).lt(1).default(0.9) }),
])
export type OptimizerConfiguration = z.infer<typeof optimizerSchema>

/** Each value is the end of a range around "unchanged": rotation of 10 means ±10 degrees, zoom of 0.1 means ±10 %. */
export const augmentationSchema = z.strictObject({
  rotationDegrees: z.number().min(0).max(180).default(10),
  /** Fraction of the image's side. */
  shift: z.number().min(0).max(0.5).default(0.1),
  zoom: z.number().min(0).max(0.9).default(0.1),
  /** Tangent of the shear angle. */
  shear: z.number().min(0).max(1).default(0.1),
  /** Strokes thicker or thinner: at most so much of the largest, or smallest, of a pixel's neighbours is mixed in. */
  strokeWidth: fraction.default(0),
  /** Of the images that are changed at all; the others are trained on as they are. */
  share: fraction.default(1),
  /** Of the images, changed or not, that are redrawn as sketches are: in two tones, with lines of any width. */
  redraw: fraction.default(0),
})
export type AugmentationConfiguration = z.infer<typeof augmentationSchema>

export const precisionSchema = z.enum(['float32', 'bfloat16'])
export type Precision = z.infer<typeof precisionSchema>

/** Everything that decides a run's result, apart from the data and the machine. Defaults are the reference recipe. */
export const trainingConfigurationSchema = z.strictObject({
  architecture: architectureSchema.prefault({ name: 'seed-cnn' }),
  epochs: positiveInteger.max(100_000).default(15),
  batchSize: positiveInteger.max(65536).default(256),
  learningRate: z.number().gt(0).max(100).default(1e-3),
  optimizer: optimizerSchema.prefault({ kind: 'adam' }),
  schedule: scheduleSchema.prefault({ kind: 'plateau' }),
  /** Epochs over which the learning rate rises linearly from nought. */
  warmUpEpochs: z.number().min(0).max(1000).default(0),
  /** Epochs without a lower validation loss before training stops; null never stops early. */
  earlyStoppingPatience: z.int().positive().nullable().default(5),
  precision: precisionSchema.default('float32'),
  seed: seed.default(1),
  splitSeed: seed.default(0),
  /** Share of the training part that is held out, or `official`: the last test-sized portion of it. */
  validation: z.union([z.number().gt(0).max(0.9), z.literal('official')]).default(0.1),
  augmentation: augmentationSchema.nullable().prefault({}),
  labelSmoothing: z.number().min(0).max(0.9).default(0),
  /** `balanced` weighs each image by the inverse of its class's frequency. */
  classWeights: z.enum(['none', 'balanced']).default('none'),
  /**
   * `auto` corrects the logits where class shares of training and test part differ, once trained; `loss` does so
   * within the loss, so that the network itself learns for the shares of the test part.
   */
  logitAdjustment: z.enum(['auto', 'loss', 'on', 'off']).default('auto'),
  /** Decay a step of the exponential moving average of the weights; null uses the weights as trained. */
  weightAveraging: z.number().gt(0).lt(1).nullable().default(null),
  /** Use only this many training images (stratified, by split seed). */
  limit: positiveInteger.nullable().default(null),
})
export type TrainingConfiguration = z.infer<typeof trainingConfigurationSchema>
export type TrainingConfigurationInput = z.input<typeof trainingConfigurationSchema>
