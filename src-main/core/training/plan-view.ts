import type { TrainingPlanView } from '../../../src-preload/contract/bridge/requests'
import { modelWeights, weightCount } from '../models/model'
import { leastTrainingBytes } from '../models/training-memory'
import type { TrainingPlan } from './train'

const FLOAT_BYTES = 4

/** A plan as a screen shows it. */
export function planView({
  description,
  model,
  configuration,
}: TrainingPlan): Omit<TrainingPlanView, 'estimate'> {
  const weights = modelWeights(model).reduce((total, weight) => total + weightCount(weight), 0)
  return {
    description,
    layers: model.layers.map((layer) => ({
      kind: layer.kind,
      name: layer.name,
      outputShape: [...layer.outputShape],
      parameters: layer.weights.reduce((total, weight) => total + weightCount(weight), 0),
      multiplyAdds: layer.multiplyAdds,
    })),
    weightsBytes: weights * FLOAT_BYTES,
    memoryBytes: leastTrainingBytes(model, configuration),
  }
}
