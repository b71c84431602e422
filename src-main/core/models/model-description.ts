import { z } from 'zod'
import type { Layer } from '../../../src-preload/contract/layers'
import { assertNever, GlyphlabError } from '../errors'
import { parseLayers } from './layer-list'
import { buildModel, type LayerShape, type Model, type ModelLayer } from './model'

/** All that a network is apart from its weights; plain JSON, which a checkpoint carries. */
export interface ModelDescription {
  readonly inputShape: LayerShape
  readonly layers: readonly Layer[]
}

const size = z.int().min(1).max(1024)
const descriptionSchema = z.object({
  /** `[height, width, channels]` */
  inputShape: z.tuple([size, size, size]),
  layers: z.unknown(),
})

export function modelDescription({ inputShape, layers }: Model): ModelDescription {
  return { inputShape, layers: layers.map(withoutPlacement) }
}

/**
 * The model that {@link modelDescription} described.
 * @throws GlyphlabError `model-invalid`
 */
export function modelFromDescription(json: unknown): Model {
  const parsed = descriptionSchema.safeParse(json)
  if (!parsed.success)
    throw new GlyphlabError(
      'model-invalid',
      'the network must be described by inputShape [height, width, channels] and layers',
    )
  return buildModel(parseLayers(parsed.data.layers), parsed.data.inputShape)
}

/** The layer alone, without what follows from the layers before it. */
function withoutPlacement(layer: ModelLayer): Layer {
  const { kind } = layer
  switch (kind) {
    case 'Conv2D': {
      const { filters, kernelSize, padding, useBias } = layer
      return { kind, filters, kernelSize, padding, useBias }
    }
    case 'BatchNormalization':
      return { kind, momentum: layer.momentum, epsilon: layer.epsilon }
    case 'MaxPooling2D':
      return { kind, poolSize: layer.poolSize }
    case 'Dropout':
      return { kind, rate: layer.rate }
    case 'Dense':
      return { kind, units: layer.units, useBias: layer.useBias }
    case 'ReLU':
    case 'GlobalAveragePooling2D':
    case 'Flatten':
      return { kind }
    default:
      return assertNever(kind)
  }
}
