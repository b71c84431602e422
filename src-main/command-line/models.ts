import { z } from 'zod'
import { namedArchitectureSchema, type Architecture } from '../../src-preload/contract/training'
import { architectureLayers, architectureTitle } from '../core/models/architectures'
import { buildModel, IMAGE_SHAPE } from '../core/models/model'
import { modelSize, modelSummary } from '../core/models/summary'
import type { RegisterCommand } from './command'
import { modelWordSchema, readArchitecture } from './model-option'
import { optionValue } from './option-value'

/** EMNIST Balanced's class count: what sizes are given for where none is named. */
const CLASSES = 47

const flagsSchema = z.looseObject({ classes: z.number().optional() })

export const registerModels: RegisterCommand = (program, { printer }) => {
  program
    .command('models')
    .description('show the networks there are, or one of your own, with their sizes')
    .argument('[network]', 'a name, or a FILE.json; all if left out', optionValue(modelWordSchema))
    .option(
      '--classes <count>',
      `classes to answer (${CLASSES}; a file's own)`,
      optionValue(z.int().min(2).max(100_000)),
    )
    .action(async (network: unknown, values: unknown) => {
      const { classes } = flagsSchema.parse(values)
      const words =
        network === undefined
          ? namedArchitectureSchema.options.map(({ shape }) => shape.name.value)
          : [z.string().parse(network)]
      const architectures = await Promise.all(words.map(readArchitecture))
      const models = architectures.map((architecture) =>
        describe(architecture, classes ?? classesOf(architecture)),
      )
      printer.result({ classes: models[0]?.classes, models }, () =>
        models.map(({ summary }) => summary).join('\n\n'),
      )
    })
}

/** A network of the user's own says it by its last layer. */
function classesOf(architecture: Architecture): number {
  return architecture.name === 'layers'
    ? buildModel(architecture.layers, IMAGE_SHAPE).classes
    : CLASSES
}

function describe(architecture: Architecture, classes: number) {
  const model = buildModel(architectureLayers(architecture, classes), IMAGE_SHAPE)
  const { total, trainable, multiplyAdds } = modelSize(model)
  const title = architectureTitle(architecture)
  return {
    ...architecture,
    title,
    classes,
    parameters: total,
    trainableParameters: trainable,
    multiplyAdds,
    layers: model.layers,
    summary: modelSummary(`${title}, ${classes} classes`, model),
  }
}
