import type { Command } from 'commander'
import { z } from 'zod'
import {
  namedArchitectureSchema,
  trainingConfigurationSchema,
  type TrainingConfiguration,
} from '../../src-preload/contract/training'
import { GlyphlabError, internalError } from '../core/errors'
import { architectureTitle } from '../core/models/architectures'
import { CHANGEABLE_SETTINGS } from '../core/runs/branch-run'
import { describeAllowed } from './allowed-values'
import { readArchitecture } from './model-option'
import { NONE, optionValue } from './option-value'
import { FLAG_GROUPS, type Flag } from './training-flags'

const [seedCnn] = namedArchitectureSchema.options

/**
 * Adds the flags of a training configuration to a command; each says its default in brackets.
 * @param only the flags of a command that starts from a run's own settings; they say no default
 */
export function addTrainingOptions(command: Command, only?: readonly Flag[]): void {
  const isWanted = (flag: Flag) => only === undefined || only.includes(flag)
  const described = (text: string) => (only === undefined ? text : text.replace(/ \([^()]*\)$/, ''))
  for (const [group, flags] of Object.entries(FLAG_GROUPS)) {
    command.optionsGroup(group)
    for (const [flag, value, schema, description] of flags)
      if (isWanted(flag))
        command.option(`--${flag} ${value}`, described(description), optionValue<unknown>(schema))
  }
  if (isWanted('no-augmentation'))
    command.option('--no-augmentation', 'train on the images as they are')
}

const valuesSchema = z.looseObject({
  model: z.string().optional(),
  optimizer: z.string().optional(),
  schedule: z.string().optional(),
  filters: z.string().transform(twoCounts).optional(),
  augmentation: z.boolean().default(true),
})

/** The parsed flag behind each property of the configuration itself. */
const PLAIN_FLAGS = {
  epochs: 'epochs',
  batchSize: 'batchSize',
  learningRate: 'learningRate',
  warmUpEpochs: 'warmUp',
  earlyStoppingPatience: 'earlyStopping',
  precision: 'precision',
  seed: 'seed',
  splitSeed: 'splitSeed',
  validation: 'validation',
  labelSmoothing: 'labelSmoothing',
  classWeights: 'classWeights',
  logitAdjustment: 'logitAdjustment',
  weightAveraging: 'weightAveraging',
  limit: 'limit',
} as const satisfies Partial<Record<keyof TrainingConfiguration, string>>

/** The parsed flag behind each property of a part, and the one that chooses which properties there are. */
const PART_FLAGS = {
  architecture: {
    choice: 'model',
    properties: {
      filters: 'filters',
      denseUnits: 'denseUnits',
      convolutionDropout: 'convolutionDropout',
      denseDropout: 'denseDropout',
    },
  },
  optimizer: {
    choice: 'optimizer',
    properties: { weightDecay: 'weightDecay', momentum: 'momentum' },
  },
  schedule: {
    choice: 'schedule',
    properties: {
      factor: 'plateauFactor',
      patience: 'plateauPatience',
      minimum: 'minimumLearningRate',
    },
  },
} as const

const PARTS = ['architecture', 'optimizer', 'schedule'] as const

const AUGMENTATION_FLAGS = {
  rotationDegrees: 'rotation',
  shift: 'shift',
  zoom: 'zoom',
  shear: 'shear',
  strokeWidth: 'strokeWidth',
  share: 'augmentedShare',
  redraw: 'redrawnShare',
} as const

/** What may change while a run goes on: the flags of the settings that may. */
export const RESUMABLE_FLAGS: readonly Flag[] = [
  ...Object.values(FLAG_GROUPS).flatMap((flags) => flags.map(([flag]) => flag)),
  'no-augmentation' as const,
].filter((flag) => CHANGEABLE_SETTINGS.some((setting) => flagsOf(setting).includes(`--${flag}`)))

/** Every flag that decides a part of a setting. */
function flagsOf(setting: keyof TrainingConfiguration): readonly string[] {
  switch (setting) {
    case 'architecture':
    case 'optimizer':
    case 'schedule': {
      const { choice, properties } = PART_FLAGS[setting]
      return [choice, ...Object.values(properties)].map(flagOf)
    }
    case 'augmentation':
      return ['noAugmentation', ...Object.values(AUGMENTATION_FLAGS)].map(flagOf)
    default:
      return [flagOf(PLAIN_FLAGS[setting])]
  }
}

/**
 * The configuration that parsed flags describe. A flag of another network, optimizer or schedule than the
 * one chosen is wrong usage, as is one without effect. A network of the user's own is read from its file.
 * @param before what holds where no flag says otherwise
 * @throws GlyphlabError `usage`, naming the flag; `model-invalid`, naming the file
 */
export async function trainingConfiguration(
  values: unknown,
  before: TrainingConfiguration = trainingConfigurationSchema.parse({}),
): Promise<TrainingConfiguration> {
  const flags = valuesSchema.parse(values)
  const typed = (properties: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(properties).flatMap(([property, flag]) => {
        const value = flags[flag]
        return value === undefined ? [] : [[property, value === NONE ? null : value]]
      }),
    )
  const { architecture, optimizer, schedule } = PART_FLAGS
  const parts = {
    architecture:
      flags.model === undefined ? before.architecture : await readArchitecture(flags.model),
    optimizer: chosen(before.optimizer, flags.optimizer),
    schedule: chosen(before.schedule, flags.schedule),
  }
  const result = trainingConfigurationSchema.safeParse({
    ...before,
    ...typed(PLAIN_FLAGS),
    architecture: { ...parts.architecture, ...typed(architecture.properties) },
    optimizer: { ...parts.optimizer, ...typed(optimizer.properties) },
    schedule: { ...parts.schedule, ...typed(schedule.properties) },
    augmentation: augmentation(before.augmentation, typed(AUGMENTATION_FLAGS), flags.augmentation),
  })
  if (!result.success) {
    const choices = {
      architecture: flags.model ?? architectureTitle(before.architecture),
      optimizer: parts.optimizer.kind,
      schedule: parts.schedule.kind,
    }
    throw new GlyphlabError('usage', describeIssue(result.error, choices))
  }
  const minimum = flags[schedule.properties.minimum]
  if (typeof minimum === 'number' && minimum > result.data.learningRate)
    throw new GlyphlabError(
      'usage',
      `--minimum-learning-rate ${minimum} is above --learning-rate ${result.data.learningRate}`,
    )
  return result.data
}

/** A part of a kind as it was before; a newly chosen kind has its own defaults. */
function chosen(before: { readonly kind: string }, kind: string | undefined) {
  return kind === undefined || kind === before.kind ? before : { kind }
}

function augmentation(
  before: TrainingConfiguration['augmentation'],
  typed: Readonly<Record<string, unknown>>,
  isWanted: boolean,
) {
  const [property] = Object.keys(typed)
  if (isWanted) return property === undefined ? before : { ...before, ...typed }
  const unused = Object.entries(AUGMENTATION_FLAGS).find(([key]) => key === property)?.[1]
  if (unused !== undefined)
    throw new GlyphlabError('usage', `${flagOf(unused)} does not go with --no-augmentation`)
  return null
}

function twoCounts(text: string): readonly number[] {
  const parsed = seedCnn.shape.filters.safeParse(text.split(',').map(Number))
  if (parsed.success) return parsed.data
  const [first] = seedCnn.shape.filters.unwrap().def.items
  throw new GlyphlabError(
    'usage',
    `--filters ${text}: wanted is ${describeAllowed(first)} for each block, such as 32,64`,
  )
}

/** The first problem, in one line. Single values were checked as flags: what is left is what does not go together. */
function describeIssue(
  { issues }: z.ZodError,
  choices: Readonly<Record<(typeof PARTS)[number], string>>,
): string {
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    for (const part of PARTS) {
      const { choice, properties } = PART_FLAGS[part]
      const flag = Object.entries(properties).find(([property]) =>
        issue.keys.includes(property),
      )?.[1]
      if (issue.path[0] === part && flag !== undefined)
        return `${flagOf(flag)} does not go with --${choice} ${choices[part]}`
    }
  }
  throw internalError(`flags make no configuration: ${issues[0]?.message}`)
}

/** `denseUnits` as `--dense-units`. */
function flagOf(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
