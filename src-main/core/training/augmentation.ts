import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import { ZOOM } from '../images/redraw-image'
import type { SymbolicTensor } from '../tensorflow/graph/graph'
import { dimension } from '../tensorflow/graph/shape'
import { add, cos, greaterEqual, multiply, sin, subtract } from '../tensorflow/ops/arithmetic'
import { cast, pack, reshape, unpack } from '../tensorflow/ops/array'
import { floats, scalar } from '../tensorflow/ops/constants'
import { projectiveTransform } from '../tensorflow/ops/image'
import { growthOfLines, withStrokes, withWideStrokes } from './line-width'
import { redrawn } from './redraw'

/** Uniform in [0, 1); the latter two are asked for only where they are needed. */
interface AugmentationDraws {
  /** `[batch, PLACE_DRAWS]` */
  readonly place: SymbolicTensor
  /** `[batch, LOOK_DRAWS]` */
  readonly look: () => SymbolicTensor
  /** `[batch, REDRAW_DRAWS]` */
  readonly redraw: () => SymbolicTensor
}

/**
 * Each image rotated, shifted, zoomed and sheared about its centre by amounts drawn evenly from the
 * ranges, bilinearly, with 0 outside. The output pixel (x, y) is taken from the source
 *   centre + shift + zoom * R(angle) * S(shear) * ((x, y) - centre),
 * so that a zoom above 1 makes the character smaller. `augmentImage` (core/images) says the same of one image.
 * Strokes have changed their width before. Images beyond the share that is changed stay as they are. A share of all,
 * changed or not, is redrawn with lines of any width afterwards.
 * @param images `[batch, height, width, channels]`, float32; 0 to 1 and of one channel where some are redrawn
 */
export function augment(
  images: SymbolicTensor,
  draws: AugmentationDraws,
  configuration: AugmentationConfiguration,
): SymbolicTensor {
  const { changed, strokes } = lookOf(draws, configuration)
  if (configuration.redraw === 0) {
    const drawn = strokes ? withStrokes(images, strokes) : images
    return inPlace(drawn, draws.place, { changed, zoomed: null }, configuration)
  }
  const { graph } = images
  const [chance, width] = unpack(draws.redraw(), 1)
  if (!chance || !width) throw internalError('too few draws')
  const isRedrawn = isBelow(chance, configuration.redraw)
  const growth = growthOfLines(images, width)
  const zoom = add(multiply(growth, scalar(graph, ZOOM.grown)), scalar(graph, ZOOM.still))
  const drawn = withWideStrokes(
    images,
    strokes ? mixed(strokes, growth, isRedrawn) : multiply(growth, isRedrawn),
  )
  const zoomed = multiply(zoom, isRedrawn)
  const placed = inPlace(drawn, draws.place, { changed, zoomed }, configuration)
  const ofPixels = reshape(isRedrawn, [dimension(images.shape, 0), 1, 1, 1])
  return mixed(placed, redrawn(placed), ofPixels)
}

/** Per image, `[batch]`: 1 where it is changed at all, else 0 (null for all), and the change of its strokes (null for none). */
function lookOf(
  draws: AugmentationDraws,
  { strokeWidth, share }: AugmentationConfiguration,
): { readonly changed: SymbolicTensor | null; readonly strokes: SymbolicTensor | null } {
  if (strokeWidth === 0 && share === 1) return { changed: null, strokes: null }
  const [chance, width] = unpack(draws.look(), 1)
  if (!chance || !width) throw internalError('too few draws')
  const { graph } = chance
  const changed = share === 1 ? null : isBelow(chance, share)
  if (strokeWidth === 0) return { changed, strokes: null }
  const amount = subtract(
    multiply(width, scalar(graph, 2 * strokeWidth)),
    scalar(graph, strokeWidth),
  )
  return { changed, strokes: changed ? multiply(amount, changed) : amount }
}

/** 1 where a draw falls within a share, else 0. @param draws `[batch]` */
function isBelow(draws: SymbolicTensor, share: number): SymbolicTensor {
  const { graph } = draws
  return subtract(scalar(graph, 1), cast(greaterEqual(draws, scalar(graph, share)), 'float32'))
}

/** The second where the mask is 1, the first where it is 0. */
function mixed(first: SymbolicTensor, second: SymbolicTensor, mask: SymbolicTensor) {
  return add(first, multiply(subtract(second, first), mask))
}

/** @param changed `[batch]`, by which each amount is multiplied; null for 1 @param zoomed what is added to the zoom; null for 0 */
function inPlace(
  images: SymbolicTensor,
  draws: SymbolicTensor,
  {
    changed,
    zoomed,
  }: { readonly changed: SymbolicTensor | null; readonly zoomed: SymbolicTensor | null },
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

  const factor = add(zoomed ? add(zoomChange, zoomed) : zoomChange, scalar(graph, 1))
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
