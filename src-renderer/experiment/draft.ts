import type { NewRun } from '../../src-preload/contract/job'
import {
  trainingConfigurationSchema,
  type Architecture,
  type OptimizerConfiguration,
  type ScheduleConfiguration,
  type TrainingConfiguration,
} from '../../src-preload/contract/training'
import { assertNever } from '../assert-never'
import { formatPlain } from '../strings/format'
import { faultOf, readNumber, type NumberFault } from './number-range'
import {
  mapped,
  NUMBER_SETTINGS,
  shownOfValue,
  valueOfShown,
  type NumberSettingName,
} from './number-settings'

/** A configuration as it stands in the form: numbers are the text that was typed, right or wrong. */
export interface SettingsDraft {
  readonly architecture: Architecture['name']
  /** A network of the user's own, which only a run that has it brings into the window. */
  readonly ownNetwork: Extract<Architecture, { name: 'layers' }> | null
  readonly optimizer: OptimizerConfiguration['kind']
  readonly schedule: ScheduleConfiguration['kind']
  readonly precision: TrainingConfiguration['precision']
  readonly stopsEarly: boolean
  readonly validation: 'share' | 'official'
  readonly augments: boolean
  readonly classWeights: TrainingConfiguration['classWeights']
  readonly logitAdjustment: TrainingConfiguration['logitAdjustment']
  readonly averagesWeights: boolean
  readonly isLimited: boolean
  readonly numbers: Readonly<Record<NumberSettingName, string>>
}

/** What a run is to be trained on. */
export type DataChoice = Omit<NewRun, 'configuration' | 'device'>

export type SettingsReading =
  | { readonly ok: true; readonly configuration: TrainingConfiguration }
  | { readonly ok: false; readonly faults: ReadonlyMap<NumberSettingName, NumberFault> }

export const DEFAULT_CONFIGURATION: TrainingConfiguration = trainingConfigurationSchema.parse({})

/** What a switch proposes that is off in the reference recipe. */
const PROPOSED = { weightAveraging: 0.999, limit: 10_000, earlyStoppingPatience: 5 } as const

/** The form of a configuration. Parts that are not in it are as the reference recipe has them. */
export function draftOf(configuration: TrainingConfiguration): SettingsDraft {
  const { architecture, optimizer, schedule, augmentation } = configuration
  const values = { ...DEFAULT_VALUES, ...valuesOf(configuration) }
  return {
    architecture: architecture.name,
    ownNetwork: architecture.name === 'layers' ? architecture : null,
    optimizer: optimizer.kind,
    schedule: schedule.kind,
    precision: configuration.precision,
    stopsEarly: configuration.earlyStoppingPatience !== null,
    validation: configuration.validation === 'official' ? 'official' : 'share',
    augments: augmentation !== null,
    classWeights: configuration.classWeights,
    logitAdjustment: configuration.logitAdjustment,
    averagesWeights: configuration.weightAveraging !== null,
    isLimited: configuration.limit !== null,
    numbers: mapped((_, name) => formatPlain(shownOfValue(name, values[name]))),
  }
}

type Values = Readonly<Record<NumberSettingName, number>>

/** The numbers that a configuration has. */
function valuesOf(configuration: TrainingConfiguration): Partial<Values> {
  const { architecture, optimizer, schedule, augmentation, validation } = configuration
  const { earlyStoppingPatience, weightAveraging, limit } = configuration
  return {
    epochs: configuration.epochs,
    batchSize: configuration.batchSize,
    learningRate: configuration.learningRate,
    warmUpEpochs: configuration.warmUpEpochs,
    seed: configuration.seed,
    splitSeed: configuration.splitSeed,
    labelSmoothing: configuration.labelSmoothing,
    ...(architecture.name === 'seed-cnn' ? seedCnnValues(architecture) : {}),
    ...(optimizer.kind === 'adamw' ? { weightDecay: optimizer.weightDecay } : {}),
    ...(optimizer.kind === 'sgd' ? { momentum: optimizer.momentum } : {}),
    ...scheduleValues(schedule),
    ...(augmentation ?? {}),
    ...(validation === 'official' ? {} : { validation }),
    ...(earlyStoppingPatience === null ? {} : { earlyStoppingPatience }),
    ...(weightAveraging === null ? {} : { weightAveraging }),
    ...(limit === null ? {} : { limit }),
  }
}

function seedCnnValues(network: Extract<Architecture, { name: 'seed-cnn' }>): Partial<Values> {
  const { filters, denseUnits, convolutionDropout, denseDropout } = network
  const [firstFilters, secondFilters] = filters
  return { firstFilters, secondFilters, denseUnits, convolutionDropout, denseDropout }
}

function scheduleValues(schedule: ScheduleConfiguration): Partial<Values> {
  switch (schedule.kind) {
    case 'plateau':
      return {
        plateauFactor: schedule.factor,
        plateauPatience: schedule.patience,
        plateauMinimum: schedule.minimum,
      }
    case 'cosine':
      return { cosineMinimum: schedule.minimum }
    case 'constant':
      return {}
    default:
      return assertNever(schedule)
  }
}

/** Defaults of every variant, each read out of its schema. */
const DEFAULT_VALUES = ((): Values => {
  const variants = [
    { optimizer: { kind: 'adamw' }, schedule: { kind: 'cosine' } },
    { optimizer: { kind: 'sgd' } },
    {},
  ] as const
  const known = variants.reduce<Partial<Values>>(
    (values, variant) => ({ ...values, ...valuesOf(trainingConfigurationSchema.parse(variant)) }),
    PROPOSED,
  )
  return mapped((_, name) => {
    const value = known[name]
    if (value === undefined) throw new Error(`no default is known of ${name}`)
    return value
  })
})()

/** The numbers that count as the draft stands, in the order of the form. */
export function settingsInUse(draft: SettingsDraft): readonly NumberSettingName[] {
  const names: NumberSettingName[] = []
  if (draft.validation === 'share') names.push('validation')
  if (draft.architecture === 'seed-cnn')
    names.push('firstFilters', 'secondFilters', 'denseUnits', 'convolutionDropout', 'denseDropout')
  names.push('epochs', 'batchSize', 'learningRate', 'seed', 'splitSeed')
  names.push('warmUpEpochs', 'labelSmoothing')
  if (draft.stopsEarly) names.push('earlyStoppingPatience')
  if (draft.augments)
    names.push('rotationDegrees', 'shift', 'zoom', 'shear', 'strokeWidth', 'share', 'redraw')
  if (draft.optimizer === 'adamw') names.push('weightDecay')
  if (draft.optimizer === 'sgd') names.push('momentum')
  if (draft.schedule === 'plateau') names.push('plateauFactor', 'plateauPatience', 'plateauMinimum')
  if (draft.schedule === 'cosine') names.push('cosineMinimum')
  if (draft.averagesWeights) names.push('weightAveraging')
  if (draft.isLimited) names.push('limit')
  return names
}

/** The configuration that a draft says, or what is wrong with it. */
export function readSettings(draft: SettingsDraft): SettingsReading {
  const faults = new Map<NumberSettingName, NumberFault>()
  for (const name of settingsInUse(draft)) {
    const fault = faultOf(readNumber(draft.numbers[name]), NUMBER_SETTINGS[name].range)
    if (fault !== null) faults.set(name, fault)
  }
  if (faults.size > 0) return { ok: false, faults }
  return { ok: true, configuration: trainingConfigurationSchema.parse(inputOf(draft)) }
}

/** What has just been looked through, number by number. */
function inputOf(draft: SettingsDraft): unknown {
  const number = (name: NumberSettingName): number =>
    valueOfShown(name, readNumber(draft.numbers[name]))
  return {
    architecture: architectureOf(draft, number),
    epochs: number('epochs'),
    batchSize: number('batchSize'),
    learningRate: number('learningRate'),
    optimizer: optimizerOf(draft, number),
    schedule: scheduleOf(draft, number),
    warmUpEpochs: number('warmUpEpochs'),
    earlyStoppingPatience: draft.stopsEarly ? number('earlyStoppingPatience') : null,
    precision: draft.precision,
    seed: number('seed'),
    splitSeed: number('splitSeed'),
    validation: draft.validation === 'official' ? 'official' : number('validation'),
    augmentation: draft.augments
      ? {
          rotationDegrees: number('rotationDegrees'),
          shift: number('shift'),
          zoom: number('zoom'),
          shear: number('shear'),
          strokeWidth: number('strokeWidth'),
          share: number('share'),
          redraw: number('redraw'),
        }
      : null,
    labelSmoothing: number('labelSmoothing'),
    classWeights: draft.classWeights,
    logitAdjustment: draft.logitAdjustment,
    weightAveraging: draft.averagesWeights ? number('weightAveraging') : null,
    limit: draft.isLimited ? number('limit') : null,
  }
}

type ReadOf = (name: NumberSettingName) => number

function architectureOf(draft: SettingsDraft, number: ReadOf): unknown {
  switch (draft.architecture) {
    case 'seed-cnn':
      return {
        name: 'seed-cnn',
        filters: [number('firstFilters'), number('secondFilters')],
        denseUnits: number('denseUnits'),
        convolutionDropout: number('convolutionDropout'),
        denseDropout: number('denseDropout'),
      }
    case 'deep-cnn':
    case 'lenet':
    case 'tiny':
      return { name: draft.architecture }
    case 'layers':
      return draft.ownNetwork
    default:
      return assertNever(draft.architecture)
  }
}

function optimizerOf({ optimizer }: SettingsDraft, number: ReadOf): unknown {
  switch (optimizer) {
    case 'adam':
      return { kind: 'adam' }
    case 'adamw':
      return { kind: 'adamw', weightDecay: number('weightDecay') }
    case 'sgd':
      return { kind: 'sgd', momentum: number('momentum') }
    default:
      return assertNever(optimizer)
  }
}

function scheduleOf({ schedule }: SettingsDraft, number: ReadOf): unknown {
  switch (schedule) {
    case 'plateau':
      return {
        kind: 'plateau',
        factor: number('plateauFactor'),
        patience: number('plateauPatience'),
        minimum: number('plateauMinimum'),
      }
    case 'cosine':
      return { kind: 'cosine', minimum: number('cosineMinimum') }
    case 'constant':
      return { kind: 'constant' }
    default:
      return assertNever(schedule)
  }
}

/** The default of a setting, as it is shown. */
export function shownDefault(name: NumberSettingName): number {
  return shownOfValue(name, DEFAULT_VALUES[name])
}
