import { z } from 'zod'

/** Bounds far above what anybody trains, so that an absurd size is refused before it takes memory. */
const LARGEST = { filters: 65_536, side: 255, units: 2 ** 20 } as const

/**
 * TensorFlow prepares a graph within one call that nothing can interrupt, in a time that grows faster than
 * the number of layers: two minutes for these on two busy cores, and more than five for 800.
 */
export const MAXIMUM_LAYERS = 200

const side = z.int().min(1).max(LARGEST.side)

/** Cross-correlation with stride 1 over `[height, width, channels]`. */
export const conv2dSchema = z.strictObject({
  kind: z.literal('Conv2D'),
  filters: z.int().min(1).max(LARGEST.filters),
  /** Side of the square kernel. */
  kernelSize: side,
  padding: z.enum(['same', 'valid']).default('same'),
  useBias: z.boolean().default(true),
})
export type Conv2D = Readonly<z.infer<typeof conv2dSchema>>

export const batchNormalizationSchema = z.strictObject({
  kind: z.literal('BatchNormalization'),
  /** Share of the old value that the moving statistics keep at each step. */
  momentum: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().gt(0).max(1).default(1e-3),
})
export type BatchNormalization = Readonly<z.infer<typeof batchNormalizationSchema>>

export const reLUSchema = z.strictObject({ kind: z.literal('ReLU') })
export type ReLU = Readonly<z.infer<typeof reLUSchema>>

/** The maximum of squares that do not overlap; an incomplete one at the edge is dropped. */
export const maxPooling2DSchema = z.strictObject({
  kind: z.literal('MaxPooling2D'),
  poolSize: side.default(2),
})
export type MaxPooling2D = Readonly<z.infer<typeof maxPooling2DSchema>>

/** The mean of each channel over the whole image: `[height, width, channels]` to `[channels]`. */
export const globalAveragePooling2DSchema = z.strictObject({
  kind: z.literal('GlobalAveragePooling2D'),
})
export type GlobalAveragePooling2D = Readonly<z.infer<typeof globalAveragePooling2DSchema>>

/** Sets a share of the values to 0 in training and scales the others by 1 / (1 - rate). */
export const dropoutSchema = z.strictObject({
  kind: z.literal('Dropout'),
  rate: z.number().min(0).lt(1),
})
export type Dropout = Readonly<z.infer<typeof dropoutSchema>>

export const flattenSchema = z.strictObject({ kind: z.literal('Flatten') })
export type Flatten = Readonly<z.infer<typeof flattenSchema>>

export const denseSchema = z.strictObject({
  kind: z.literal('Dense'),
  units: z.int().min(1).max(LARGEST.units),
  useBias: z.boolean().default(true),
})
export type Dense = Readonly<z.infer<typeof denseSchema>>

/**
 * A network is a list of layers, first to last, with the names of Keras. Layers are plain data: the same
 * list is described, summarised, compiled to a graph and exported.
 */
export const layerSchema = z.discriminatedUnion('kind', [
  conv2dSchema,
  batchNormalizationSchema,
  reLUSchema,
  maxPooling2DSchema,
  globalAveragePooling2DSchema,
  dropoutSchema,
  flattenSchema,
  denseSchema,
])
export type Layer = Readonly<z.infer<typeof layerSchema>>

export const layersSchema = z.array(layerSchema).min(1).max(MAXIMUM_LAYERS)
