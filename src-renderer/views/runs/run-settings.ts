import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type {
  OptimizerConfiguration,
  ScheduleConfiguration,
  TrainingConfiguration,
} from '../../../src-preload/contract/training'
import { assertNever } from '../../assert-never'
import type { NumberSettingName } from '../../experiment/number-settings'
import { shownOfValue } from '../../experiment/number-settings'
import { formatCount, formatPlain } from '../../strings/format'
import type { Strings } from '../../strings/strings'
import { datasetTitle } from '../train/run-words'

/** What has a word of its own in the table of differences. */
export type SettingName = keyof Strings['runs']['settings']

/** A setting of a run as it is shown, and as it is compared. */
export interface RunSetting {
  readonly name: SettingName
  readonly text: string
  /** Equal where the setting is, however it is written. */
  readonly value: string
}

/** What a run was asked for, in the order of the form. */
export function settingsOf(strings: Strings, { description }: RunEntry): readonly RunSetting[] {
  const { configuration, corrections } = description
  const { trainForm: form, runs: words } = strings
  const { architecture, augmentation } = configuration
  const setting = (name: SettingName, text: string, value: unknown = text): RunSetting => ({
    name,
    text,
    value: JSON.stringify(value),
  })
  const changed = corrections === null ? 0 : corrections.excluded + corrections.relabelled
  return [
    setting('dataset', datasetTitle(description), [description.dataset, description.split]),
    setting('corrections', corrections === null ? words.none : formatCount(changed), corrections),
    setting('trainingImages', formatCount(description.trainingImages)),
    setting(
      'validation',
      configuration.validation === 'official'
        ? form.validationOptions.official
        : shown(strings, 'validation', configuration.validation),
    ),
    setting('network', networkText(strings, configuration), architecture),
    setting('parameters', formatCount(description.parameters)),
    setting('dropout', dropoutText(strings, configuration)),
    setting('precision', configuration.precision),
    setting('optimizer', optimizerText(strings, configuration.optimizer), configuration.optimizer),
    setting(
      'learningRate',
      configuration.warmUpEpochs > 0
        ? words.warmUp(configuration.learningRate, configuration.warmUpEpochs)
        : formatPlain(configuration.learningRate),
    ),
    setting('schedule', scheduleText(strings, configuration.schedule), configuration.schedule),
    setting('batchSize', formatCount(configuration.batchSize)),
    setting('epochs', formatCount(configuration.epochs)),
    setting(
      'earlyStopping',
      configuration.earlyStoppingPatience === null
        ? form.off
        : form.stopsAfter(String(configuration.earlyStoppingPatience)),
    ),
    setting(
      'augmentation',
      augmentation === null ? form.off : augmentationText(strings, augmentation),
      augmentation,
    ),
    setting('labelSmoothing', formatPlain(configuration.labelSmoothing)),
    setting('classWeights', form.classWeightsOptions[configuration.classWeights]),
    setting('logitAdjustment', form.logitAdjustmentOptions[configuration.logitAdjustment]),
    setting(
      'weightAveraging',
      configuration.weightAveraging === null
        ? form.off
        : formatPlain(configuration.weightAveraging),
    ),
    setting('seed', String(configuration.seed)),
    setting('splitSeed', String(configuration.splitSeed)),
  ]
}

/** A number as the form shows it, with its unit. */
function shown({ trainForm }: Strings, name: NumberSettingName, value: number): string {
  const { unit } = trainForm.numbers[name]
  const text = formatPlain(shownOfValue(name, value))
  return unit === undefined ? text : unit === '°' ? `${text}°` : `${text} ${unit}`
}

function networkText({ trainForm }: Strings, { architecture }: TrainingConfiguration): string {
  switch (architecture.name) {
    case 'layers':
      return architecture.title
    case 'seed-cnn': {
      const { filters, denseUnits } = architecture
      return `${trainForm.architectureOptions[architecture.name]} ${filters.join('/')}/${denseUnits}`
    }
    case 'deep-cnn':
    case 'lenet':
    case 'tiny':
      return trainForm.architectureOptions[architecture.name]
    default:
      return assertNever(architecture)
  }
}

function dropoutText({ runs }: Strings, { architecture }: TrainingConfiguration): string {
  if (architecture.name !== 'seed-cnn') return runs.none
  const { convolutionDropout, denseDropout } = architecture
  return `${formatPlain(convolutionDropout)}/${formatPlain(denseDropout)}`
}

function optimizerText(strings: Strings, optimizer: OptimizerConfiguration): string {
  const name = strings.trainForm.optimizerOptions[optimizer.kind]
  switch (optimizer.kind) {
    case 'adam':
      return name
    case 'adamw':
      return `${name}, ${formatPlain(optimizer.weightDecay)}`
    case 'sgd':
      return `${name}, ${formatPlain(optimizer.momentum)}`
    default:
      return assertNever(optimizer)
  }
}

function scheduleText(strings: Strings, schedule: ScheduleConfiguration): string {
  const name = strings.trainForm.scheduleOptions[schedule.kind]
  switch (schedule.kind) {
    case 'plateau':
      return `${name}, ×${formatPlain(schedule.factor)}`
    case 'cosine':
      return schedule.minimum > 0 ? `${name}, ${formatPlain(schedule.minimum)}` : name
    case 'constant':
      return name
    default:
      return assertNever(schedule)
  }
}

function augmentationText(
  strings: Strings,
  augmentation: NonNullable<TrainingConfiguration['augmentation']>,
): string {
  const parts = (
    ['rotationDegrees', 'shift', 'zoom', 'shear', 'strokeWidth', 'redraw'] as const
  ).filter((name) => augmentation[name] > 0)
  return parts.length === 0
    ? strings.runs.none
    : parts.map((name) => shown(strings, name, augmentation[name])).join(', ')
}
