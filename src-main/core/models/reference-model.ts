import { architectureSchema } from '../../../src-preload/contract/training'
import { architectureLayers } from './architectures'
import { buildModel, IMAGE_SHAPE, type Model } from './model'

/** Of EMNIST Balanced. */
export const REFERENCE_CLASSES = 47

/** The network of the reference recipe: what machines are measured with. */
export function referenceModel(): Model {
  const architecture = architectureSchema.parse({ name: 'seed-cnn' })
  return buildModel(architectureLayers(architecture, REFERENCE_CLASSES), IMAGE_SHAPE)
}
