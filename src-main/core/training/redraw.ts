import {
  DRAWING_KERNEL,
  ENLARGING_KERNEL,
  REDRAW_TAPS,
  SHEET_PIXELS,
} from '../images/redraw-kernels'
import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { greaterEqual, minimum } from '../tensorflow/ops/arithmetic'
import { cast } from '../tensorflow/ops/array'
import { floats, scalar } from '../tensorflow/ops/constants'
import { conv2d, relu } from '../tensorflow/ops/network'

/**
 * Images as they would be, had they been drawn as sketches: enlarged bicubically to a sheet of 2 x 2 pixels each, whose
 * pixels are ink or not, and brought back by EMNIST's recipe. `redrawnImage` (core/images) says the same of one image.
 * @param images `[batch, height, width, 1]`, 0 to 1
 */
export function redrawn(images: SymbolicTensor): SymbolicTensor {
  const { graph } = images
  const enlarging = floats(graph, ENLARGING_KERNEL, [REDRAW_TAPS, REDRAW_TAPS, 1, SHEET_PIXELS])
  const drawing = floats(graph, DRAWING_KERNEL, [REDRAW_TAPS, REDRAW_TAPS, SHEET_PIXELS, 1])
  const isInk = greaterEqual(conv2d(images, enlarging, 'SAME'), scalar(graph, 0.5))
  const drawn = conv2d(cast(isInk, 'float32'), drawing, 'SAME')
  return minimum(relu(drawn), scalar(graph, 1))
}
