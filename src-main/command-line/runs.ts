import { Command, Option } from 'commander'
import { z } from 'zod'
import { correctionsText } from '../core/datasets/dataset-title'
import { grouped, percent } from '../core/number-text'
import { listRuns, type ListedRun } from '../core/runs/list-runs'
import type { CommandContext, RegisterCommand } from './command'
import { optionValue } from './option-value'
import { addRunsOption, runsFolder } from './runs-option'
import { registerRunsCondense } from './runs-condense'
import { registerRunsDelete } from './runs-delete'
import { registerRunsExport } from './runs-export'
import { registerRunsImport } from './runs-import'
import { noteText, registerRunsNote } from './runs-note'
import { registerRunsShow } from './runs-show'
import { tableText } from './table'

const sortSchema = z.enum(['date', 'validation'])
const listFlagsSchema = z.looseObject({
  dataset: z.string().optional(),
  sort: sortSchema.default('date'),
})
export const registerRuns: RegisterCommand = (program, context) => {
  const command = new Command('runs').description('list the runs there are')
  command
    .option('--dataset <name>', 'only those trained on this data set')
    .addOption(
      new Option(
        '--sort <by>',
        'date, the latest first, or validation: the lowest loss first, by data set (date)',
      ).argParser(optionValue(sortSchema)),
    )
  addRunsOption(command)
  program.addCommand(command.copyInheritedSettings(program))
  command.action((values: unknown) => list(values, context))
  registerRunsShow(command, context)
  registerRunsNote(command, context)
  registerRunsExport(command, context)
  registerRunsImport(command, context)
  registerRunsCondense(command, context)
  registerRunsDelete(command, context)
}

async function list(values: unknown, { printer }: CommandContext): Promise<void> {
  const { dataset, sort } = listFlagsSchema.parse(values)
  const folder = runsFolder(values)
  const found = await listRuns(folder)
  const unreadable = found.filter((run) => !run.ok)
  const runs = found
    .filter((run) => run.ok)
    .filter(({ record }) => dataset === undefined || record.description.dataset === dataset)
  // Losses on different data sets say nothing of each other.
  const sorted =
    sort === 'date'
      ? runs
      : runs.toSorted(
          (a, b) =>
            a.record.description.fingerprint.localeCompare(b.record.description.fingerprint) ||
            (a.best?.loss ?? Infinity) - (b.best?.loss ?? Infinity),
        )
  printer.result({ folder, runs: sorted, unreadable }, () =>
    sorted.length === 0
      ? `no runs${dataset === undefined ? '' : ` on ${dataset}`} in ${folder}`
      : tableText([HEADINGS, ...sorted.map(row)]),
  )
  const problems = [...unreadable, ...runs].map((run) => (run.ok ? run.notesError : run.error))
  for (const error of problems.filter((problem) => problem !== null))
    printer.note(`glyphlab: warning: ${error.message}. ${error.hint}`)
}

const HEADINGS = [
  'run',
  'status',
  'data set',
  'trained on',
  'seed',
  'epochs',
  'best',
  'validation',
  'loss',
  'test',
  'notes',
]

/** Of the run's own data set, each: accuracy on its validation part, by which runs are compared, and its test part. */
function row({ record, status, epochsDone, best, notes }: ListedRun): string[] {
  const { description, result, id } = record
  const { configuration, dataset, corrections, trainingImages } = description
  return [
    id,
    status,
    corrections ? `${dataset}, ${correctionsText(corrections)}` : dataset,
    grouped(trainingImages),
    String(configuration.seed),
    `${epochsDone}/${configuration.epochs}`,
    best ? String(best.epoch) : '',
    best ? percent(best.accuracy) : '',
    best ? best.loss.toFixed(4) : '',
    result?.test ? percent(result.test.accuracy) : '',
    notes ? noteText(notes) : '',
  ]
}
