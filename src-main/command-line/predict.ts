import { Command } from 'commander'
import { className } from '../../src-preload/contract/class-name'
import { GlyphlabError } from '../core/errors'
import { percent } from '../core/number-text'
import { readCharacterImage } from '../core/recognition/image-file'
import { Recogniser } from '../core/recognition/recogniser'
import { loadNetwork } from '../core/runs/load-network'
import { openMachine } from '../core/runs/machine'
import type { RegisterCommand } from './command'
import { asTyped } from './paths'
import { addRunsOption, namedRun } from './runs-option'
import { printInstallation } from './runtime-progress'
import { tableText } from './table'

const LISTED = 5

export const registerPredict: RegisterCommand = (program, { printer, interruption }) => {
  const command = new Command('predict')
    .description('say which characters pictures show')
    .argument('<run>', 'its name, the end of it, or its folder; `last` is the latest')
    .argument('<image...>', 'PNG files, one character each')
  addRunsOption(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action(async (word: string, files: readonly string[], values: unknown) => {
    const network = await loadNetwork(await namedRun(word, values))
    const { classes, precision, model } = network
    const [height, width] = model.inputShape
    if (height !== 28 || width !== 28)
      throw new GlyphlabError('model-invalid', `the network takes ${height}x${width} pixels`)
    // Pictures first: one that cannot be read is told at once.
    const images = await Promise.all(files.map((file) => readCharacterImage(asTyped(file))))
    const { tensorflow } = await openMachine(precision, {
      onProgress: printInstallation(printer),
      signal: interruption,
    })
    using recogniser = await Recogniser.open(tensorflow, network, precision)
    for (const [index, image] of images.entries()) {
      interruption.throwIfAborted()
      const probabilities = await recogniser.probabilities(
        Float32Array.from(image, (value) => value / 255),
      )
      const answers = classes
        .map(({ label, character, characters }, at) => ({
          label,
          character,
          name: className(characters),
          probability: probabilities[at] ?? 0,
        }))
        .toSorted((a, b) => b.probability - a.probability)
        .slice(0, LISTED)
      const file = files[index] ?? ''
      printer.result({ file, answers }, () =>
        tableText(
          answers.map(({ name, probability }, place) => [
            place === 0 ? file : '',
            name,
            percent(probability),
          ]),
        ),
      )
    }
  })
}
