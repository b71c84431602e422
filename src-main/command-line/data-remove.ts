import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import type { RunStatus } from '../../src-preload/contract/run'
import { dataHome } from '../core/data-home'
import { datasetsFolder } from '../core/datasets/dataset-folder'
import { removeDataset } from '../core/datasets/remove-dataset'
import { sizeText } from '../core/number-text'
import type { CommandContext } from './command'
import { requireIdle, runsUsing } from './dataset-in-use'
import { addRunsOption } from './runs-option'

/** What could be resumed. */
const WAITING: readonly RunStatus[] = ['interrupted', 'running']

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
    const folder = join(datasetsFolder(home), name)
    const runs = await runsUsing(folder, values)
    if (!force) requireIdle(folder, runs)
    const removed = await removeDataset(home, name)
    const waiting = runs.filter(({ status }) => WAITING.includes(status)).length
    if (waiting > 0)
      printer.note(
        `${waiting === 1 ? 'One run' : `${waiting} runs`} cannot be resumed unless it comes back.`,
      )
    printer.result(removed, ({ folder, bytes }) =>
      bytes === null ? `removed ${folder}` : `removed ${folder}, ${sizeText(bytes)}`,
    )
  })
}
