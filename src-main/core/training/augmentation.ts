import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { dimension } from '../tensorflow/graph/shape'
import {
  add,
  cos,
  greaterEqual,
  multiply,
  negate,
  sin,
  subtract,
} from '../tensorflow/ops/arithmetic'
import { cast, pack, reshape, unpack } from '../tensorflow/ops/array'
import { floats, scalar } from '../tensorflow/ops/constants'
import { projectiveTransform } from '../tensorflow/ops/image'
import { neighbourhoodMaximum, relu } from '../tensorflow/ops/network'
import { internalError } from '../errors'

/**
 * Each image rotated, shifted, zoomed and sheared about its centre by amounts drawn evenly from the
 * ranges, bilinearly, with 0 outside. The output pixel (x, y) is taken from the source
 *   centre + shift + zoom * R(angle) * S(shear) * ((x, y) - centre),
 * so that a zoom above 1 makes the character smaller. `augmentImage` (core/images) says the same of one image.
 * Strokes have changed their width before. Images beyond the share that is changed stay as they are.
 * @param images `[batch, height, width, channels]`, float32
 * @param draws uniform in [0, 1): of the place `[batch, PLACE_DRAWS]`, of the look `[batch, LOOK_DRAWS]`; the latter are
 *   asked for only where {@link drawsLooks}
 */
export function augment(
  images: SymbolicTensor,
  draws: { readonly place: SymbolicTensor; readonly look: () => SymbolicTensor },
  configuration: AugmentationConfiguration,
): SymbolicTensor {
  if (!drawsLooks(configuration)) return inPlace(images, draws.place, null, configuration)
  const { graph } = images
  const { strokeWidth, share } = configuration
  const [chance, width] = unpack(draws.look(), 1)
  if (!chance || !width) throw internalError('too few draws')
  // 1 where the image is changed, else 0.
  const changed =
    share === 1
      ? null
      : subtract(scalar(graph, 1), cast(greaterEqual(chance, scalar(graph, share)), 'float32'))
  if (strokeWidth === 0) return inPlace(images, draws.place, changed, configuration)
  const amount = subtract(
    multiply(width, scalar(graph, 2 * strokeWidth)),
    scalar(graph, strokeWidth),
  )
  const drawn = withStrokes(images, changed ? multiply(amount, changed) : amount)
  return inPlace(drawn, draws.place, changed, configuration)
}

/** Whether images differ in more than their place. */
function drawsLooks({ strokeWidth, share }: AugmentationConfiguration): boolean {
  return strokeWidth > 0 || share < 1
}

/** Mixes in of each pixel's neighbourhood the maximum, or below 0 the minimum. @param amount `[batch]` */
function withStrokes(images: SymbolicTensor, amount: SymbolicTensor): SymbolicTensor {
  const each = reshape(amount, [dimension(images.shape, 0), 1, 1, 1])
  const thick = subtract(neighbourhoodMaximum(images), images)
  const thin = subtract(negate(neighbourhoodMaximum(negate(images))), images)
  return add(images, add(multiply(relu(each), thick), multiply(relu(negate(each)), thin)))
}

/** @param changed `[batch]`, by which each amount is multiplied; null for 1 */
function inPlace(
  images: SymbolicTensor,
  draws: SymbolicTensor,
  changed: SymbolicTensor | null,
  configuration: AugmentationConfiguration,
): SymbolicTensor {
  const { graph } = images
  const height = dimension(images.shape, 1)
  const width = dimension(images.shape, 2)
  const { rotationDegrees, shift, zoom, shear } = configuration
  const ranges = [(rotationDegrees * Math.PI) / 180, shift * width, shift * height, zoom, shear]
  const doubled = ranges.map((range) => 2 * range)
  const amounts = subtract(multiply(draws, floats(graph, doubled)), floats(graph, ranges))
  const [angle, across, down, zoomChange, slant] = unpack(amounts, 1).map((amount) =>
    changed ? multiply(amount, changed) : amount,
  )
  if (!angle || !across || !down || !zoomChange || !slant) throw internalError('too few draws')

  const factor = add(zoomChange, scalar(graph, 1))
  const cosine = multiply(factor, cos(angle))
  const sine = multiply(factor, sin(angle))
  // R(angle) * S(slant) = [[cos, cos * slant - sin], [sin, sin * slant + cos]]
  const a0 = cosine
  const a1 = subtract(multiply(cosine, slant), sine)
  const b0 = sine
  const b1 = add(multiply(sine, slant), cosine)
  const centreX = scalar(graph, (width - 1) / 2)
  const centreY = scalar(graph, (height - 1) / 2)
  const moved = (x: SymbolicTensor, y: SymbolicTensor) =>
    add(multiply(x, centreX), multiply(y, centreY))
  const a2 = subtract(add(across, centreX), moved(a0, a1))
  const b2 = subtract(add(down, centreY), moved(b0, b1))
  const nought = multiply(angle, scalar(graph, 0))
  return projectiveTransform(images, pack([a0, a1, a2, b0, b1, b2, nought, nought], 1))
}
