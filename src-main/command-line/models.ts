import { architectureSchema, type Architecture } from '../../src-preload/contract/training'
import { architectureLayers } from '../core/models/architectures'
import { buildModel } from '../core/models/model'
import { modelSize, modelSummary } from '../core/models/summary'
import type { RegisterCommand } from './command'

/** EMNIST Balanced's class count: what the sizes are given for. */
const CLASSES = 47

export const registerModels: RegisterCommand = (program, { printer }) => {
  program
    .command('models')
    .description('show the networks there are, with their sizes')
    .action(() => {
      const models = architectureSchema.options.map((option) => {
        const architecture = architectureSchema.parse({ name: option.shape.name.value })
        return describe(architecture)
      })
      printer.result({ classes: CLASSES, models }, () =>
        models.map(({ summary }) => summary).join('\n\n'),
      )
    })
}

function describe(architecture: Architecture) {
  const model = buildModel(architectureLayers(architecture, CLASSES), [28, 28, 1])
  const { total, trainable, multiplyAdds } = modelSize(model)
  return {
    ...architecture,
    parameters: total,
    trainableParameters: trainable,
    multiplyAdds,
    layers: model.layers,
    summary: modelSummary(`${architecture.name}, ${CLASSES} classes`, model),
  }
}
