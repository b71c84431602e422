import type { Model } from '../models/model'

/** What is left of the initial moving statistics once they count as settled. */
const INITIAL_SHARE = 0.05

/**
 * Steps until the moving statistics of a network's batch normalisation are those of its activations: the
 * initial ones keep a share of momentum^steps. Until then validation says nothing of the weights, however
 * good they are; on a small data set that lasts for several epochs. 299 steps at Keras's momentum of 0.99,
 * 0 for a network without batch normalisation.
 */
export function settlingSteps({ layers }: Model): number {
  const steps = layers.map((layer) =>
    layer.kind === 'BatchNormalization' && layer.momentum > 0 && layer.momentum < 1
      ? Math.ceil(Math.log(INITIAL_SHARE) / Math.log(layer.momentum))
      : 0,
  )
  return Math.max(0, ...steps)
}
