import type { SymbolicTensor } from '../graph/graph'
import { dimension } from '../graph/shape'
import { integers, scalar } from './constants'

/**
 * Each image seen through a projective map, bilinearly interpolated, 0 outside.
 * @param images `[batch, height, width, channels]`, float32
 * @param transforms `[batch, 8]`: a0, a1, a2, b0, b1, b2, c0, c1 take the output pixel (x, y) to the source
 *   ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1
 */
export function projectiveTransform(
  images: SymbolicTensor,
  transforms: SymbolicTensor,
): SymbolicTensor {
  const { graph, dtype, shape } = images
  const size = integers(graph, [dimension(shape, 1), dimension(shape, 2)])
  return graph.addOne(
    'ImageProjectiveTransformV3',
    [images, transforms, size, scalar(graph, 0)],
    { dtype, interpolation: 'BILINEAR', fill_mode: 'CONSTANT' },
    { dtype, shape },
  )
}
