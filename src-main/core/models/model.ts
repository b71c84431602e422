import type { Conv2D, Dense, Layer } from '../../../src-preload/contract/layers'
import { assertNever, GlyphlabError } from '../errors'
import { grouped } from '../number-text'

/** `[height, width, channels]` of an image, or `[units]`; the batch is not part of it. */
export type LayerShape = readonly number[]

export interface WeightSpec {
  /** `<layer>/<weight>` with Keras's weight names: `conv2d_1/kernel`. */
  readonly name: string
  readonly shape: readonly number[]
  readonly initializer: 'glorot-uniform' | 'zeros' | 'ones'
  /** Moving statistics are not trained. */
  readonly trainable: boolean
}

interface Placement {
  readonly name: string
  readonly inputShape: LayerShape
  readonly outputShape: LayerShape
  readonly weights: readonly WeightSpec[]
  /** Multiplications with addition for one image, inference. */
  readonly multiplyAdds: number
}

/** A layer in its place: named, with the shapes and weights that follow from the layers before it. */
export type ModelLayer<L extends Layer = Layer> = L extends Layer ? L & Placement : never

export interface Model {
  readonly inputShape: LayerShape
  readonly layers: readonly ModelLayer[]
  readonly classes: number
}

/** Of every data set: `[height, width, channels]`. */
export const IMAGE_SHAPE: LayerShape = [28, 28, 1]

/** More weights, in one or in all, would not fit the memory of any machine this is for. */
const MAXIMUM_WEIGHT_COUNT = 2 ** 28

/** Values of all layers for one image: a batch of 64 would take 4 GiB in float32. */
const MAXIMUM_ACTIVATION_COUNT = 2 ** 24

/**
 * Places layers one after another.
 * @param inputShape `[height, width, channels]`
 * @throws GlyphlabError `model-invalid`, naming the first layer that does not fit
 */
export function buildModel(layers: readonly Layer[], inputShape: LayerShape): Model {
  const names = new Map<string, number>()
  const placed: ModelLayer[] = []
  const size = { weights: 0, activations: 0 }
  let shape = inputShape
  for (const layer of layers) {
    const base = baseName(layer)
    const count = names.get(base) ?? 0
    names.set(base, count + 1)
    const next = place(layer, count === 0 ? base : `${base}_${count}`, shape)
    placed.push(next)
    shape = next.outputShape
    size.weights += next.weights.reduce((total, weight) => total + weightCount(weight), 0)
    size.activations += product(shape)
    checkSize(next.name, size)
  }
  const [classes, ...others] = shape
  if (classes === undefined || others.length > 0)
    throw invalid(
      placed.at(-1)?.name ?? 'the network',
      `the last layer must answer one value a class, not [${shape.join(', ')}]`,
    )
  return { inputShape, layers: placed, classes }
}

export const modelWeights = ({ layers }: Model): readonly WeightSpec[] =>
  layers.flatMap(({ weights }) => weights)

export const weightCount = ({ shape }: WeightSpec): number =>
  shape.reduce((product, size) => product * size, 1)

function invalid(name: string, problem: string): GlyphlabError {
  return new GlyphlabError('model-invalid', `${name}: ${problem}`)
}

/** Refuses a network at the layer with which it outgrows any memory. */
function checkSize(name: string, size: { weights: number; activations: number }): void {
  if (size.weights > MAXIMUM_WEIGHT_COUNT)
    throw invalid(
      name,
      `with it the network has ${grouped(size.weights)} weights, more than fit in memory`,
    )
  if (size.activations > MAXIMUM_ACTIVATION_COUNT)
    throw invalid(
      name,
      `with it one image takes ${grouped(size.activations)} values, more than fit in memory`,
    )
}

/** Keras's automatic names. */
function baseName({ kind }: Layer): string {
  switch (kind) {
    case 'Conv2D':
      return 'conv2d'
    case 'BatchNormalization':
      return 'batch_normalization'
    case 'ReLU':
      return 're_lu'
    case 'MaxPooling2D':
      return 'max_pooling2d'
    case 'GlobalAveragePooling2D':
      return 'global_average_pooling2d'
    case 'Dropout':
      return 'dropout'
    case 'Flatten':
      return 'flatten'
    case 'Dense':
      return 'dense'
    default:
      return assertNever(kind)
  }
}

function place(layer: Layer, name: string, inputShape: LayerShape): ModelLayer {
  const unchanged = { name, inputShape, outputShape: inputShape, weights: [], multiplyAdds: 0 }
  switch (layer.kind) {
    case 'Conv2D':
      return placeConvolution(layer, name, inputShape)
    case 'BatchNormalization':
      return { ...unchanged, ...layer, weights: normalizationWeights(name, inputShape) }
    case 'ReLU':
      return { ...unchanged, ...layer }
    case 'MaxPooling2D': {
      const [height, width, channels] = imageShape(name, inputShape)
      const pooled = [height, width].map((side) => Math.floor(side / layer.poolSize))
      if (pooled.includes(0))
        throw invalid(name, `${height} x ${width} is smaller than its ${layer.poolSize}-wide pool`)
      return { ...unchanged, ...layer, outputShape: [...pooled, channels] }
    }
    case 'GlobalAveragePooling2D':
      return { ...unchanged, ...layer, outputShape: [imageShape(name, inputShape)[2]] }
    case 'Dropout':
      if (!(layer.rate >= 0 && layer.rate < 1))
        throw invalid(name, `a rate of ${layer.rate} is not in [0, 1)`)
      return { ...unchanged, ...layer }
    case 'Flatten':
      return { ...unchanged, ...layer, outputShape: [product(inputShape)] }
    case 'Dense':
      return placeDense(layer, name, inputShape)
    default:
      return assertNever(layer)
  }
}

function placeConvolution(layer: Conv2D, name: string, inputShape: LayerShape): ModelLayer<Conv2D> {
  const [height, width, channels] = imageShape(name, inputShape)
  const { kernelSize, filters, useBias } = layer
  const cut = layer.padding === 'same' ? 0 : kernelSize - 1
  if (height <= cut || width <= cut)
    throw invalid(name, `${height} x ${width} is smaller than its ${kernelSize}-wide kernel`)
  const outputShape = [height - cut, width - cut, filters]
  const kernel = weight(name, 'kernel', [kernelSize, kernelSize, channels, filters])
  const weights = useBias ? [kernel, weight(name, 'bias', [filters])] : [kernel]
  const multiplyAdds = product(outputShape) * kernelSize * kernelSize * channels
  return { ...layer, name, inputShape, outputShape, weights, multiplyAdds }
}

function placeDense(layer: Dense, name: string, inputShape: LayerShape): ModelLayer<Dense> {
  const [inputs, ...others] = inputShape
  if (inputs === undefined || others.length > 0)
    throw invalid(name, `its input is [${inputShape.join(', ')}]: put a Flatten before it`)
  const kernel = weight(name, 'kernel', [inputs, layer.units])
  return {
    ...layer,
    name,
    inputShape,
    outputShape: [layer.units],
    weights: layer.useBias ? [kernel, weight(name, 'bias', [layer.units])] : [kernel],
    multiplyAdds: inputs * layer.units,
  }
}

function normalizationWeights(name: string, inputShape: LayerShape): WeightSpec[] {
  const channels = [imageShape(name, inputShape)[2]]
  return ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) =>
    weight(name, part, channels),
  )
}

function weight(layer: string, part: string, shape: readonly number[]): WeightSpec {
  if (product(shape) > MAXIMUM_WEIGHT_COUNT)
    throw invalid(layer, `a ${part} of [${shape.join(', ')}] does not fit in memory`)
  const initializer =
    part === 'kernel'
      ? 'glorot-uniform'
      : part === 'gamma' || part === 'moving_variance'
        ? 'ones'
        : 'zeros'
  return { name: `${layer}/${part}`, shape, initializer, trainable: !part.startsWith('moving_') }
}

function imageShape(name: string, shape: LayerShape): readonly [number, number, number] {
  const [height, width, channels, ...others] = shape
  if (height === undefined || width === undefined || channels === undefined || others.length > 0)
    throw invalid(name, `its input must be [height, width, channels], not [${shape.join(', ')}]`)
  return [height, width, channels]
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1)
}
