import { REDRAWN_WIDTHS, WIDEST_GROWTH, WIDTH_OF_INK, LEAST_EDGE } from '../images/line-width'
import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { dimension } from '../tensorflow/graph/shape'
import { add, divide, minimum, multiply, negate, subtract, sum } from '../tensorflow/ops/arithmetic'
import { reshape } from '../tensorflow/ops/array'
import { scalar } from '../tensorflow/ops/constants'
import { neighbourhoodMaximum, relu } from '../tensorflow/ops/network'

/**
 * Mixes in of each pixel's neighbourhood the maximum, or below 0 the minimum.
 * @param images `[batch, height, width, channels]`
 * @param amount `[batch]`, -1 to 1
 */
export function withStrokes(images: SymbolicTensor, amount: SymbolicTensor): SymbolicTensor {
  const each = reshape(amount, [dimension(images.shape, 0), 1, 1, 1])
  const thick = subtract(neighbourhoodMaximum(images), images)
  const thin = subtract(negate(neighbourhoodMaximum(negate(images))), images)
  return add(images, add(multiply(relu(each), thick), multiply(relu(negate(each)), thin)))
}

/** As {@link withStrokes}, of amounts -2 to 2: what goes beyond 1 is mixed into what came of the first. */
export function withWideStrokes(images: SymbolicTensor, amount: SymbolicTensor): SymbolicTensor {
  const first = limited(amount, 1)
  return withStrokes(withStrokes(images, first), subtract(amount, first))
}

/**
 * How far lines grow on either side, in pixels, to become as wide as drawn; below 0 they shrink.
 * @param images `[batch, height, width, 1]`, 0 to 1
 * @param draws `[batch]`, uniform in [0, 1)
 * @returns `[batch]`, -2 to 2
 */
export function growthOfLines(images: SymbolicTensor, draws: SymbolicTensor): SymbolicTensor {
  const { graph } = images
  const { least, most } = REDRAWN_WIDTHS
  const wanted = add(multiply(draws, scalar(graph, most - least)), scalar(graph, least))
  const edge = sum(subtract(neighbourhoodMaximum(images), images), [1, 2, 3])
  const ratio = divide(sum(images, [1, 2, 3]), add(edge, scalar(graph, LEAST_EDGE)))
  const width = multiply(ratio, scalar(graph, WIDTH_OF_INK))
  return limited(multiply(subtract(wanted, width), scalar(graph, 0.5)), WIDEST_GROWTH)
}

/** What is beyond a limit either way is cut off. */
function limited(values: SymbolicTensor, most: number): SymbolicTensor {
  const limit = scalar(values.graph, most)
  return subtract(minimum(relu(values), limit), minimum(relu(negate(values)), limit))
}
