import { Command, Option } from 'commander'
import { z } from 'zod'
import type { RunNotes } from '../../src-preload/contract/run'
import { RUN_SCHEMA } from '../../src-preload/contract/run'
import { datasetTitle } from '../core/datasets/dataset-title'
import { GlyphlabError } from '../core/errors'
import { writeFileAtomically } from '../core/files/atomic-write'
import { architectureTitle } from '../core/models/architectures'
import { percent, percentInterval } from '../core/number-text'
import { readEvaluations } from '../core/runs/evaluations'
import { listRuns, readRun, type ListedRun } from '../core/runs/list-runs'
import { runPaths } from '../core/runs/run-folder'
import { jsonText } from '../core/runs/run-record'
import type { CommandContext, RegisterCommand } from './command'
import { optionValue } from './option-value'
import { addRunsOption, namedRun, runsFolder } from './runs-option'
import { tableText } from './table'
import { describeRecipe } from './training-report'

const sortSchema = z.enum(['date', 'validation'])
const listFlagsSchema = z.looseObject({
  dataset: z.string().optional(),
  sort: sortSchema.default('date'),
})
const noteFlagsSchema = z.looseObject({
  tag: z.array(z.string()).optional(),
  untag: z.array(z.string()).optional(),
  star: z.boolean().optional(),
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

  const show = new Command('show')
    .description('what a run was and came to')
    .argument('<run>', 'its name, the end of it, or its folder; `last` is the latest')
  addRunsOption(show)
  command.addCommand(show.copyInheritedSettings(command))
  show.action((word: string) => showRun(word, show.optsWithGlobals(), context))

  const note = new Command('note')
    .description('write a note to a run, tag it or star it; an empty text removes the note')
    .argument('<run>', 'its name, the end of it, or its folder; `last` is the latest')
    .argument('[text]', 'the note; left out, it stays as it is')
    .option('--tag <tag...>', 'add tags')
    .option('--untag <tag...>', 'remove tags')
    .option('--star', 'star it')
    .option('--no-star', 'take the star away')
  addRunsOption(note)
  command.addCommand(note.copyInheritedSettings(command))
  note.action((word: string, text: string | undefined) =>
    noteRun(word, text, note.optsWithGlobals(), context),
  )
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
    sorted.length === 0 ? `no runs in ${folder}` : tableText([HEADINGS, ...sorted.map(row)]),
  )
  for (const { error } of unreadable)
    printer.note(`glyphlab: warning: ${error.message}. ${error.hint}`)
}

const HEADINGS = [
  'run',
  'status',
  'data set',
  'model',
  'seed',
  'epochs',
  'best',
  'validation loss',
  'accuracy',
  'test accuracy',
  'notes',
]

function row({ record, status, epochsDone, best, notes }: ListedRun): string[] {
  const { description, result, id } = record
  const { configuration, dataset } = description
  return [
    id,
    status,
    dataset,
    architectureTitle(configuration.architecture),
    String(configuration.seed),
    `${epochsDone}/${configuration.epochs}`,
    best ? String(best.epoch) : '',
    best ? best.loss.toFixed(4) : '',
    best ? percent(best.accuracy) : '',
    result?.test ? percent(result.test.accuracy) : '',
    notes ? noteText(notes) : '',
  ]
}

function noteText({ starred, tags, text }: RunNotes): string {
  return [starred ? '★' : '', ...tags.map((tag) => `#${tag}`), text.split('\n')[0] ?? '']
    .filter(Boolean)
    .join(' ')
}

async function showRun(word: string, values: unknown, { printer }: CommandContext): Promise<void> {
  const folder = await namedRun(word, values)
  const run = await readRun(folder)
  const evaluations = await readEvaluations(runPaths(folder).evaluations)
  const summaries = evaluations.map(({ report, ...about }) => {
    const { count, accuracy, interval, loss } = report
    return { ...about, count, accuracy, interval, loss }
  })
  printer.result({ ...run, evaluations: summaries }, () => {
    const { record, status, epochsDone, best, notes } = run
    const { description, environment } = record
    const rows = [
      ['folder', folder],
      ['status', record.error ? `${status}: ${record.error.message}` : status],
      [
        'data set',
        `${datasetTitle(description.dataset, description.split)}, from ${record.datasetSource}`,
      ],
      ['fingerprint', description.fingerprint],
      ['recipe', describeRecipe(description.configuration)],
      ['epochs', `${epochsDone} of ${description.configuration.epochs}`],
      [
        'best epoch',
        best
          ? `${best.epoch}: validation loss ${best.loss.toFixed(4)}, accuracy ${percent(best.accuracy)}`
          : 'none yet',
      ],
      ...summaries.map(({ dataset, part, accuracy, interval, measurements }) => [
        `${dataset.name}, ${part} part`,
        accuracy === null || interval === null
          ? 'no images'
          : `accuracy ${percent(accuracy)} ${percentInterval(interval)}, measured ${times(measurements)}`,
      ]),
      [
        'machine',
        `${environment.processor}, ${environment.threads} threads, TensorFlow ${environment.tensorflow}`,
      ],
      ['began', record.startedAt],
      ['ended', record.endedAt ?? ''],
      ['parent', record.parent ?? ''],
      ['weights of', record.initialWeights ?? ''],
      [
        'group',
        record.group ? `${record.group.id}, ${record.group.position} of ${record.group.size}` : '',
      ],
      ['notes', notes ? noteText(notes) : ''],
    ].filter(([, value]) => value !== '')
    return tableText(rows)
  })
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

async function noteRun(
  word: string,
  text: string | undefined,
  values: unknown,
  { printer }: CommandContext,
): Promise<void> {
  const { tag = [], untag = [], star } = noteFlagsSchema.parse(values)
  if (text === undefined && tag.length + untag.length === 0 && star === undefined)
    throw new GlyphlabError('usage', 'no note, tag or star given')
  const folder = await namedRun(word, values)
  const { notes: before } = await readRun(folder)
  const tags = [...new Set([...(before?.tags ?? []), ...tag])].filter(
    (name) => !untag.includes(name),
  )
  const notes: RunNotes = {
    schema: RUN_SCHEMA,
    text: text ?? before?.text ?? '',
    tags,
    starred: star ?? before?.starred ?? false,
  }
  await writeFileAtomically(runPaths(folder).notes, jsonText(notes))
  printer.result({ folder, notes }, () => noteText(notes) || 'no notes')
}
