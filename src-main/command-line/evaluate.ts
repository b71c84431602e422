import { Command, Option } from 'commander'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { TestResult } from '../../src-preload/contract/evaluation'
import type { RunRecord } from '../../src-preload/contract/run'
import { dataHome } from '../core/data-home'
import type { OpenDataset } from '../core/datasets/open-dataset'
import { GlyphlabError } from '../core/errors'
import { writePredictions } from '../core/evaluation/predictions/write-predictions'
import { evaluationReport } from '../core/evaluation/report'
import { reportCsv } from '../core/evaluation/report-csv'
import { reportText, type ReportSubject } from '../core/evaluation/report-text'
import { writeNamedFile } from '../core/files/named-file'
import { evaluateRun, type EvaluatedPart } from '../core/runs/evaluate-run'
import { keepPredictions, readTestPredictions } from '../core/measurements/add-predictions'
import { openMachine } from '../core/runs/machine'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord } from '../core/runs/run-record'
import { testMeasurements } from '../core/runs/test-measurements'
import type { CommandContext, RegisterCommand } from './command'
import {
  addDatasetOptions,
  chosenBy,
  datasetFlagsSchema,
  openDatasetOfRun,
  openNamedDataset,
} from './dataset-option'
import { addDeviceOption, namedDevice } from './device-option'
import { optionValue } from './option-value'
import { asTyped } from './paths'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'
import { printInstallation } from './runtime-progress'
import { addTf32Option, applyTf32 } from './tf32-option'
import { adjustmentNote, describeRecipe, measuredNote } from './training-report'

const partSchema = z.enum(['test', 'validation'])
const flagsSchema = z.looseObject({
  ...datasetFlagsSchema.shape,
  part: partSchema.default('test'),
  from: z.string().optional(),
  keep: z.boolean().default(false),
  predictions: z.string().optional(),
  csv: z.string().optional(),
})
type Flags = z.infer<typeof flagsSchema>

export const registerEvaluate: RegisterCommand = (program, context) => {
  const command = new Command('evaluate')
    .description('measure a run, or predictions made elsewhere, on a data set')
    .argument('[run]', RUN_WORD)
  command.optionsGroup('Data and runs:')
  addDatasetOptions(command, 'the one that the run was trained on')
  command.addOption(
    new Option('--part <part>', 'test or validation (test)').argParser(optionValue(partSchema)),
  )
  addRunsOption(command)
  addDeviceOption(command)
  addTf32Option(command)
  command
    .optionsGroup('Files:')
    .option('--from <file>', 'a CSV with the predictions of any other program, in place of a run')
    .option('--keep', 'keep what --from names in the data home, for the window to show')
    .option('--predictions <file>', 'write index, label, predicted and each probability as CSV')
    .option('--csv <file>', 'write the report by class as CSV')
  program.addCommand(command.copyInheritedSettings(program))
  command.action(async (word: string | undefined, values: unknown) => {
    const flags = flagsSchema.parse(values)
    if ((word === undefined) === (flags.from === undefined))
      throw new GlyphlabError(
        'usage',
        word === undefined
          ? 'neither a run nor --from is named'
          : 'a run and --from are both named',
        'Name a run, or a file of predictions with --from FILE.csv --dataset NAME.',
      )
    if (flags.keep && flags.from === undefined)
      throw new GlyphlabError('usage', '--keep is for --from: what a run is measured to is kept')
    requireDistinct([flags.from, flags.predictions, flags.csv])
    if (word === undefined) await evaluateFile(flags.from ?? '', flags, context)
    else await evaluateNamed(word, flags, context)
  })
}

/** @throws GlyphlabError `usage` where one file would be read and written, or written twice */
function requireDistinct(files: readonly (string | undefined)[]): void {
  const paths = files.filter((file) => file !== undefined).map(asTyped)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice !== undefined)
    throw new GlyphlabError(
      'usage',
      `${twice} is named twice`,
      'Name another file for each of --from, --predictions and --csv.',
    )
}

async function evaluateNamed(word: string, flags: Flags, context: CommandContext): Promise<void> {
  const { printer, interruption } = context
  const folder = await namedRun(word, flags)
  const run = { folder, record: readRunRecord(runPaths(folder)) }
  const { description } = run.record
  const data = await openToMeasure(run.record, flags, context)
  const { precision } = description.configuration
  await applyTf32(flags)
  const machine = await openMachine(precision, {
    device: namedDevice(flags),
    onProgress: printInstallation(printer),
    signal: interruption,
  })
  const { evaluation, notKept, labels, scores } = await evaluateRun({
    data,
    run,
    part: flags.part,
    tensorflow: machine.tensorflow,
    signal: interruption,
    onProgress: (done, images) => printer.progress(`image ${done} of ${images}`, done / images),
  })
  if (notKept) printer.note(`glyphlab: warning: the measurement is not kept: ${notKept.message}.`)
  const { classes } = data.dataset
  await writePredictionsFile({ labels, scores, classes }, flags, context)
  const { trainingImages, seed, bestEpoch, report, measurements } = evaluation
  const measured =
    flags.part === 'test' ? await testMeasurements(dirname(folder), data.fingerprint) : null
  const notes = [
    `run ${run.record.id}: ${describeRecipe(description.configuration)}`,
    ...unfinishedNote(run.record, bestEpoch),
    ...adjustmentNote(report),
    ...(measured ? [measuredNote(measured)] : []),
  ]
  const subject = subjectOf(data, flags.part, { trainingImages, seed, bestEpoch, notes })
  await answer(report, subject, { run: evaluation.run, measurements }, flags, context)
}

/** The data set that was named, else the run's own: as the run had it, so that the same is measured again. */
async function openToMeasure(
  record: RunRecord,
  flags: Flags,
  context: CommandContext,
): Promise<OpenDataset> {
  const { dataset, split, corrections } = flags
  if (dataset !== undefined) return openNamedDataset(dataset, chosenBy(flags), context)
  const data = await openDatasetOfRun(record, undefined, context, {
    split,
    ...(corrections ? {} : { corrections: 'none' }),
  })
  const { description } = record
  const wanted = corrections || description.corrections === null
  if (wanted && data.fingerprint !== description.fingerprint)
    context.printer.note(
      `glyphlab: warning: ${description.dataset} is not as it was when the run was trained on it`,
    )
  else if (corrections && !data.isCurrent)
    context.printer.note(
      `${description.dataset} has been corrected since: this measures it as the run had it, ` +
        `--dataset ${data.source} as it is now`,
    )
  return data
}

/** A network that may still become another one is measured as what it is. */
function unfinishedNote({ status, description }: RunRecord, bestEpoch: number | null): string[] {
  if (status === 'finished' || status === 'stopped-early') return []
  const { epochs } = description.configuration
  return [`the run is not finished: epoch ${bestEpoch} is its best so far, of ${epochs} at most`]
}

async function evaluateFile(file: string, flags: Flags, context: CommandContext): Promise<void> {
  if (flags.dataset === undefined)
    throw new GlyphlabError(
      'usage',
      'predictions need --dataset',
      'Name the data set whose images were predicted: --dataset NAME or FOLDER.',
    )
  if (flags.part !== 'test')
    throw new GlyphlabError(
      'usage',
      `--part ${flags.part} is a run's: predictions are taken as those of the test part`,
    )
  const data = await openNamedDataset(flags.dataset, chosenBy(flags), context)
  const { classes } = data.dataset
  const { labels, scores } = await readTestPredictions(asTyped(file), data)
  await writePredictionsFile({ labels, scores, classes }, flags, context)
  if (flags.keep) {
    const title = basename(asTyped(file))
    const kept = await keepPredictions({ home: dataHome(), data, title, labels, scores })
    const since = kept.isNew ? '' : ' already: nothing was added'
    context.printer.note(`kept in the data home as ${kept.file}${since}`)
  }
  const report: TestResult = { ...evaluationReport(labels, scores, classes), unadjusted: null }
  const unknown = { trainingImages: null, seed: null, bestEpoch: null }
  const notes = [`predictions of ${file}: how they were trained is not known here`]
  const subject = subjectOf(data, 'test', { ...unknown, notes })
  await answer(report, subject, { run: null }, flags, context)
}

async function writePredictionsFile(
  predictions: Parameters<typeof writePredictions>[1],
  { predictions: file }: Flags,
  { printer }: CommandContext,
): Promise<void> {
  if (file === undefined) return
  await writePredictions(asTyped(file), predictions)
  printer.note(`wrote ${file}`)
}

function subjectOf(
  { dataset: { name, split }, corrections }: OpenDataset,
  part: EvaluatedPart,
  rest: Pick<ReportSubject, 'trainingImages' | 'seed' | 'bestEpoch' | 'notes'>,
): ReportSubject {
  return { dataset: name, split, corrections, part, ...rest }
}

async function answer(
  report: TestResult,
  subject: ReportSubject,
  origin: object,
  { csv }: Flags,
  { printer }: CommandContext,
): Promise<void> {
  if (csv !== undefined) {
    await writeNamedFile(asTyped(csv), reportCsv(report))
    printer.note(`wrote ${csv}`)
  }
  const { dataset, split, corrections, part, trainingImages, seed, bestEpoch } = subject
  const about = { dataset, split, corrections, part, trainingImages, seed, bestEpoch }
  printer.result({ ...origin, ...about, ...report }, () => reportText(report, subject))
}
