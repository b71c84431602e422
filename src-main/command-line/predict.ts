import { Command } from 'commander'
import { className } from '../../src-preload/contract/class-name'
import { errorData, GlyphlabError } from '../core/errors'
import { readCharacterImage } from '../core/images/character-image'
import { percent } from '../core/number-text'
import { builtInFolder } from '../core/recognition/built-in'
import { requireImageSize } from '../core/recognition/kept-recognisers'
import { likeliest } from '../core/recognition/likeliest'
import { Recogniser } from '../core/recognition/recogniser'
import { loadNetwork, type LoadedNetwork } from '../core/runs/load-network'
import { openMachine } from '../core/runs/machine'
import type { CommandContext, RegisterCommand } from './command'
import { asTyped } from './paths'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'
import { printInstallation } from './runtime-progress'
import { tableText } from './table'

const LISTED = 5

/** Names the model that comes with Glyphlab where a run is expected. */
const BUILT_IN = 'built-in'

export const registerPredict: RegisterCommand = (program, context) => {
  const command = new Command('predict')
    .description('say which characters pictures show')
    .argument('<run>', `${RUN_WORD}; \`${BUILT_IN}\` is the model that comes with Glyphlab`)
    .argument('<image...>', 'PNG or JPEG files, one character each')
  addRunsOption(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action(async (word: string, files: readonly string[], values: unknown) => {
    const folder = word === BUILT_IN ? builtInFolder() : await namedRun(word, values)
    const network = await loadNetwork(folder)
    requireImageSize(network)
    // Read before TensorFlow is loaded: where none can be read that is told at once.
    const read = await Promise.allSettled(files.map((file) => readCharacterImage(asTyped(file))))
    const failures = read.flatMap((image) =>
      image.status === 'rejected' ? [errorData(image.reason)] : [],
    )
    if (failures.length < files.length) await answer(network, files, read, context)
    // One that cannot be read costs the others nothing.
    const [first, ...others] = failures
    for (const { message } of others) context.printer.note(`glyphlab: ${message}.`)
    if (first) throw new GlyphlabError(first.code, first.message, first.hint)
  })
}

async function answer(
  network: LoadedNetwork,
  files: readonly string[],
  images: readonly PromiseSettledResult<Uint8Array>[],
  { printer, interruption }: CommandContext,
): Promise<void> {
  const { precision, metadata } = network
  const { tensorflow } = await openMachine(precision, {
    // A card takes longer to be opened than a few images take.
    device: 'cpu',
    onProgress: printInstallation(printer),
    signal: interruption,
  })
  using recogniser = await Recogniser.open(tensorflow, network, precision)
  printer.note(`run ${metadata.run}, epoch ${metadata.epoch}, trained on ${metadata.dataset.name}`)
  for (const [index, image] of images.entries()) {
    interruption.throwIfAborted()
    if (image.status === 'rejected') continue
    const pixels = Float32Array.from(image.value, (value) => value / 255)
    const probabilities = await recogniser.probabilities(pixels)
    const answers = likeliest(network.classes, probabilities, LISTED).map(
      ({ label, character, characters, probability }) => ({
        ...{ label, character, name: className(characters), probability },
      }),
    )
    const file = files[index] ?? ''
    printer.result({ file, run: metadata.run, answers }, () =>
      tableText(
        answers.map(({ name, probability }, place) => [
          place === 0 ? file : '',
          name,
          percent(probability),
        ]),
      ),
    )
  }
}
