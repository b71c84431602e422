import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { datasetsFolder } from '../core/datasets/dataset-folder'
import { removeDataset } from '../core/datasets/remove-dataset'
import { GlyphlabError } from '../core/errors'
import { sizeText } from '../core/number-text'
import { runsOfDataset } from '../core/runs/runs-of-dataset'
import type { CommandContext } from './command'
import { addRunsOption, runsFolder } from './runs-option'

const flagsSchema = z.looseObject({ force: z.boolean().optional() })

export function addRemove(data: Command, { printer }: CommandContext): void {
  const remove = data
    .command('remove')
    .description('remove a data set from the data home')
    .argument('<dataset>', 'its name')
    .option('--force', 'even where a run is training on it')
  addRunsOption(remove)
  remove.action(async (name: string, values: unknown) => {
    const { force = false } = flagsSchema.parse(values)
    const home = dataHome()
    const sources = [name, join(datasetsFolder(home), name)]
    const runs = await runsOfDataset(runsFolder(values), sources)
    const running = runs.filter(({ status }) => status === 'running')
    const [first] = running
    if (first !== undefined && !force)
      throw new GlyphlabError('dataset-in-use', `${basename(first.folder)} is training on ${name}`)
    const removed = await removeDataset(home, name)
    const waiting = runs.filter(({ status }) => status === 'interrupted').length
    if (waiting > 0)
      printer.note(
        `${waiting === 1 ? 'One run' : `${waiting} runs`} cannot be resumed unless it comes back.`,
      )
    printer.result(removed, ({ folder, bytes }) =>
      bytes === null ? `removed ${folder}` : `removed ${folder}, ${sizeText(bytes)}`,
    )
  })
}
