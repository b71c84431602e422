import { GlyphlabError, internalError } from '../errors'
import { loadNetwork } from '../runs/load-network'
import type { TensorFlow } from '../tensorflow/runtime'
import { shippedFolder } from './built-in'
import { requireImageSize } from './kept-recognisers'
import { Recogniser } from './recogniser'

/**
 * From here on a drawing is taken for a character; below, any model's answer would be a guess. Chosen on training
 * images that were held out and on doodles of a seed of their own: see docs/legibility.md.
 */
export const LEGIBLE_FROM = 0.6

/** What the gate's data set calls what can be read. */
const LEGIBLE = 'legible'

/** Tells characters from other drawings, whatever model reads them. Only one question at a time may be put. */
export class Legibility implements Disposable {
  /** @param legible which of the network's classes stands for characters */
  constructor(
    private readonly gate: Recogniser,
    private readonly legible: number,
  ) {}

  /**
   * How much an image looks like a character, 0 to 1: legible from {@link LEGIBLE_FROM} on.
   * @param image `[28, 28]`, by EMNIST's recipe, 0 is paper
   */
  async legibilityOf(image: Uint8Array): Promise<number> {
    const shares = Float32Array.from(image, (value) => value / 255)
    const probability = (await this.gate.probabilities(shares))[this.legible]
    if (probability === undefined) throw internalError('the gate answered nothing')
    return probability
  }

  [Symbol.dispose](): void {
    this.gate[Symbol.dispose]()
  }
}

/**
 * The gate that comes with Glyphlab, or another one.
 * @param folder of its run
 * @throws GlyphlabError `model-missing` where it is not there, `model-invalid` where it tells no such thing; and as
 *   `loadNetwork`
 */
export async function openLegibility(
  tensorflow: TensorFlow,
  folder = shippedFolder('gate'),
): Promise<Legibility> {
  const network = await loadNetwork(folder)
  requireImageSize(network)
  const legible = network.classes.findIndex(({ character }) => character === LEGIBLE)
  if (legible < 0)
    throw new GlyphlabError('model-invalid', `${folder} does not tell what can be read`)
  return new Legibility(await Recogniser.open(tensorflow, network, network.precision), legible)
}
