import { Command } from 'commander'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { EvaluationFile } from '../../src-preload/contract/evaluation'
import type { Environment } from '../../src-preload/contract/run'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
} from '../../src-preload/contract/training'
import type { RunDescription } from '../../src-preload/contract/training-events'
import { correctionsText, datasetTitle } from '../core/datasets/dataset-title'
import { reportText } from '../core/evaluation/report-text'
import { grouped, percent, percentInterval } from '../core/number-text'
import { readEvaluations } from '../core/runs/evaluations'
import { readRun } from '../core/runs/list-runs'
import { runPaths } from '../core/runs/run-folder'
import type { CommandContext, RegisterCommand } from './command'
import { noteText } from './runs-note'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'
import { tableText } from './table'
import { adjustmentNote, describeRecipe } from './training-report'

const flagsSchema = z.looseObject({ report: z.boolean().optional() })

export const registerRunsShow: RegisterCommand = (runs, context) => {
  const show = new Command('show')
    .description('what a run was and came to')
    .argument('<run>', RUN_WORD)
    .option('--report', 'print the reports that are kept, without measuring anew')
  addRunsOption(show)
  runs.addCommand(show.copyInheritedSettings(runs))
  show.action((word: string) => showRun(word, show.optsWithGlobals(), context))
}

async function showRun(word: string, values: unknown, { printer }: CommandContext): Promise<void> {
  const folder = await namedRun(word, values)
  const run = await readRun(folder)
  const evaluations = await readEvaluations(runPaths(folder).evaluations)
  const { report: isWanted } = flagsSchema.parse(values)
  if (isWanted === true) {
    printer.result({ evaluations }, () => evaluations.map(keptReport).join('\n\n'))
    return
  }
  const summaries = evaluations.map(({ report, ...about }) => {
    const { count, accuracy, interval, loss } = report
    return { ...about, count, accuracy, interval, loss }
  })
  printer.result({ ...run, evaluations: summaries }, () => {
    const { record, status, epochsDone, best, notes } = run
    const { description, environment } = record
    const isOpen = status === 'interrupted' || status === 'failed'
    const rows = [
      ['folder', folder],
      ['status', record.error ? `${status}: ${record.error.message}` : status],
      [
        'data set',
        `${datasetTitle(description.dataset, description.split, description.corrections)}, from ${record.datasetSource}`,
      ],
      ['fingerprint', description.fingerprint],
      ['images', describeImages(description)],
      ['recipe', describeRecipe(description.configuration)],
      ['besides', describeOthers(description.configuration)],
      ['epochs', `${epochsDone} of ${description.configuration.epochs}`],
      [
        'best epoch',
        best
          ? `${best.epoch}: validation loss ${best.loss.toFixed(4)}, accuracy ${percent(best.accuracy)}`
          : 'none yet',
      ],
      ...summaries.map(({ dataset, part, accuracy, interval, measurements }) => [
        [
          `${dataset.name} ${dataset.fingerprint.slice(0, 8)}`,
          ...(dataset.corrections ? [correctionsText(dataset.corrections)] : []),
          `${part} part`,
        ].join(', '),
        accuracy === null || interval === null
          ? 'no images'
          : `accuracy ${percent(accuracy)} ${percentInterval(interval)}, measured ${times(measurements)}`,
      ]),
      ['machine', machineText(environment)],
      ...record.laterEnvironments.map((later) => ['then on', machineText(later)]),
      ['go on with', isOpen ? `glyphlab resume ${folder}` : ''],
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

/** A kept measurement as `evaluate` would print it. */
function keptReport({ report, dataset, part, ...kept }: EvaluationFile): string {
  const { trainingImages, seed, bestEpoch, measuredAt, run, model } = kept
  const notes = [
    `run ${run ?? 'unknown'}, ${model ?? 'network unknown'}; measured on ${measuredAt}`,
    ...adjustmentNote(report),
  ]
  return reportText(report, {
    ...{ dataset: dataset.name, split: dataset.split, corrections: dataset.corrections, part },
    ...{ trainingImages, seed, bestEpoch, notes },
  }).trimEnd()
}

function describeImages({ trainingImages, validationImages, testImages }: RunDescription): string {
  return (
    `${grouped(trainingImages)} to train on, ${grouped(validationImages)} to validate, ` +
    `${grouped(testImages)} to test`
  )
}

/** Settings that are not as they are by themselves, apart from those of the recipe line. */
function describeOthers(configuration: TrainingConfiguration): string {
  const defaults: Readonly<Record<string, unknown>> = trainingConfigurationSchema.parse({})
  return Object.entries(configuration)
    .filter(([key, value]) => !isDeepStrictEqual(value, defaults[key]))
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ')
}

function machineText(environment: Environment): string {
  const { processor, threads, tensorflow, device, deviceName, tf32 } = environment
  const card = device === 'cpu' ? [] : [deviceName ?? device]
  const parts = [`${processor}, ${threads} threads, TensorFlow ${tensorflow}`, ...card]
  return [...parts, ...(tf32 === true ? ['float32 in TF32'] : [])].join(', ')
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
