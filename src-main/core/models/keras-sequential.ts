import { z } from 'zod'
import type { Layer } from '../../../src-preload/contract/layers'
import { GlyphlabError } from '../errors'
import { KerasLayer, kerasLayerSchema } from './keras-layer'
import { INPUT_SHAPE, inputShape, KERAS_LAYERS, takeCommon, type Part } from './keras-layers'
import { parseLayers, requireLayerCount, shortJson } from './layer-list'

const sequentialSchema = z.looseObject({
  class_name: z.literal('Sequential'),
  config: z.looseObject({
    layers: z.array(z.unknown()),
    build_input_shape: z.unknown().optional(),
  }),
})

/**
 * The layers of what Keras 2 or 3 writes by `to_json()` of a Sequential. Activations become layers of their
 * own; a softmax at the end is left out. Whatever the engine would train otherwise than Keras is refused.
 * @throws GlyphlabError `model-invalid`, naming layer, class, parameter and value
 */
export function kerasSequentialLayers(json: { readonly class_name: unknown }): readonly Layer[] {
  const parsed = sequentialSchema.safeParse(json)
  if (!parsed.success)
    throw new GlyphlabError(
      'model-invalid',
      `a Keras model of class ${shortJson(json.class_name)}, wanted is a Sequential with a list of layers`,
    )
  const { layers, build_input_shape } = parsed.data.config
  requireLayerCount(layers.length)
  if (!inputShape.safeParse(build_input_shape).success)
    throw new GlyphlabError(
      'model-invalid',
      `build_input_shape ${shortJson(build_input_shape)} is not supported, wanted is ${INPUT_SHAPE}`,
    )
  const parts = layers.flatMap(partsOf)
  if (parts.at(-1)?.kind === 'Softmax') parts.pop()
  return parseLayers(parts.map(withoutSoftmax))
}

function withoutSoftmax(part: Part): Layer {
  if (part.kind === 'Softmax') throw part.layer.refusal('a softmax is supported at the end only')
  return part
}

function partsOf(json: unknown, index: number): readonly Part[] {
  const parsed = kerasLayerSchema.safeParse(json)
  if (!parsed.success)
    throw new GlyphlabError('model-invalid', `layer ${index + 1}: no Keras layer with a name`)
  const layer = new KerasLayer(parsed.data)
  const className = parsed.data.class_name
  if (!isSupported(className))
    throw layer.refusal(
      `this class is not supported, there are ${Object.keys(KERAS_LAYERS).join(', ')}`,
    )
  takeCommon(layer)
  const parts = KERAS_LAYERS[className](layer)
  layer.finish()
  return parts
}

function isSupported(className: string): className is keyof typeof KERAS_LAYERS {
  return Object.hasOwn(KERAS_LAYERS, className)
}
