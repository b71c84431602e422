import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { dimension } from '../tensorflow/graph/shape'
import { add, cos, multiply, sin, subtract } from '../tensorflow/ops/arithmetic'
import { pack, unpack } from '../tensorflow/ops/array'
import { floats, scalar } from '../tensorflow/ops/constants'
import { projectiveTransform } from '../tensorflow/ops/image'
import { internalError } from '../errors'

/**
 * Each image rotated, shifted, zoomed and sheared about its centre by amounts drawn evenly from the
 * ranges, bilinearly, with 0 outside. The output pixel (x, y) is taken from the source
 *   centre + shift + zoom * R(angle) * S(shear) * ((x, y) - centre),
 * so that a zoom above 1 makes the character smaller. `augmentImage` (core/images) says the same of one image.
 * @param images `[batch, height, width, channels]`, float32
 * @param draws `[batch, AUGMENTATION_DRAWS]`, uniform in [0, 1)
 */
export function augment(
  images: SymbolicTensor,
  draws: SymbolicTensor,
  configuration: AugmentationConfiguration,
): SymbolicTensor {
  const { graph } = images
  const height = dimension(images.shape, 1)
  const width = dimension(images.shape, 2)
  const { rotationDegrees, shift, zoom, shear } = configuration
  const ranges = [(rotationDegrees * Math.PI) / 180, shift * width, shift * height, zoom, shear]
  const doubled = ranges.map((range) => 2 * range)
  const amounts = subtract(multiply(draws, floats(graph, doubled)), floats(graph, ranges))
  const [angle, across, down, zoomChange, slant] = unpack(amounts, 1)
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
