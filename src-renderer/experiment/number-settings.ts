import type { z } from 'zod'
import {
  augmentationSchema,
  namedArchitectureSchema,
  optimizerSchema,
  scheduleSchema,
  trainingConfigurationSchema,
} from '../../src-preload/contract/training'
import { rangeOf, type NumberRange } from './number-range'

const { shape } = trainingConfigurationSchema
const augmentation = augmentationSchema.shape
const [seedCnn] = namedArchitectureSchema.options
const [firstFilters, secondFilters] = seedCnn.shape.filters.unwrap().def.items
const [, adamW, sgd] = optimizerSchema.options
const [plateau, cosine] = scheduleSchema.options

/** How arrow keys change a number: by adding, by doubling, or along 1, 2, 5, 10. */
export type NumberStep = number | 'double' | 'decade'

interface NumberSettingSource {
  readonly schema: z.ZodType
  readonly step: NumberStep
  /** What is shown is the value times this: percent, pixels. */
  readonly scale?: number
}

const PERCENT = 100
const PIXELS_OF_SIDE = 28

const SOURCES = {
  firstFilters: { schema: firstFilters, step: 'double' },
  secondFilters: { schema: secondFilters, step: 'double' },
  denseUnits: { schema: seedCnn.shape.denseUnits, step: 'double' },
  convolutionDropout: { schema: seedCnn.shape.convolutionDropout, step: 0.05 },
  denseDropout: { schema: seedCnn.shape.denseDropout, step: 0.05 },
  epochs: { schema: shape.epochs, step: 1 },
  batchSize: { schema: shape.batchSize, step: 'double' },
  learningRate: { schema: shape.learningRate, step: 'decade' },
  weightDecay: { schema: adamW.shape.weightDecay, step: 'decade' },
  momentum: { schema: sgd.shape.momentum, step: 0.05 },
  plateauFactor: { schema: plateau.shape.factor, step: 0.05 },
  plateauPatience: { schema: plateau.shape.patience, step: 1 },
  plateauMinimum: { schema: plateau.shape.minimum, step: 'decade' },
  cosineMinimum: { schema: cosine.shape.minimum, step: 'decade' },
  warmUpEpochs: { schema: shape.warmUpEpochs, step: 0.5 },
  earlyStoppingPatience: { schema: shape.earlyStoppingPatience, step: 1 },
  seed: { schema: shape.seed, step: 1 },
  splitSeed: { schema: shape.splitSeed, step: 1 },
  validation: { schema: shape.validation, step: 1, scale: PERCENT },
  rotationDegrees: { schema: augmentation.rotationDegrees, step: 1 },
  shift: { schema: augmentation.shift, step: 0.1, scale: PIXELS_OF_SIDE },
  zoom: { schema: augmentation.zoom, step: 1, scale: PERCENT },
  shear: { schema: augmentation.shear, step: 0.01 },
  strokeWidth: { schema: augmentation.strokeWidth, step: 0.05 },
  share: { schema: augmentation.share, step: 5, scale: PERCENT },
  redraw: { schema: augmentation.redraw, step: 5, scale: PERCENT },
  labelSmoothing: { schema: shape.labelSmoothing, step: 0.05 },
  weightAveraging: { schema: shape.weightAveraging, step: 0.001 },
  limit: { schema: shape.limit, step: 1000 },
} as const satisfies Readonly<Record<string, NumberSettingSource>>

/** Every hyperparameter that is a number. */
export type NumberSettingName = keyof typeof SOURCES

export interface NumberSetting {
  /** Of what is shown, scaled. */
  readonly range: NumberRange
  readonly step: NumberStep
  readonly scale: number
}

export const NUMBER_SETTING_NAMES = Object.keys(SOURCES) as readonly NumberSettingName[]

/** Ranges as the schemas of the configuration have them. */
export const NUMBER_SETTINGS: Readonly<Record<NumberSettingName, NumberSetting>> = mapped(
  (source: NumberSettingSource) => {
    const scale = source.scale ?? 1
    return { range: scaledRange(rangeOf(source.schema), scale), step: source.step, scale }
  },
)

/** A value for every setting. */
export function mapped<Value>(
  value: (source: NumberSettingSource, name: NumberSettingName) => Value,
): Record<NumberSettingName, Value> {
  const entries = NUMBER_SETTING_NAMES.map((name) => [name, value(SOURCES[name], name)] as const)
  // The names are those of the record, one by one.
  return Object.fromEntries(entries) as Record<NumberSettingName, Value>
}

function scaledRange(range: NumberRange, scale: number): NumberRange {
  const scaled = (bound: number | null): number | null => (bound === null ? null : bound * scale)
  return { ...range, least: scaled(range.least), most: scaled(range.most) }
}

/** The value behind a number that is shown, as exact as it was typed. */
export function valueOfShown(name: NumberSettingName, shown: number): number {
  return tidy(shown / NUMBER_SETTINGS[name].scale)
}

/** What is shown of a value. */
export function shownOfValue(name: NumberSettingName, value: number): number {
  return tidy(value * NUMBER_SETTINGS[name].scale)
}

/** Without the last bits that scaling leaves. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

/** The next number up or down, kept in its range. */
export function stepped(name: NumberSettingName, shown: number, direction: 1 | -1): number {
  const { range, step } = NUMBER_SETTINGS[name]
  const next =
    step === 'double'
      ? shown * 2 ** direction
      : step === 'decade'
        ? nextOfDecade(shown, direction)
        : Math.round((shown + direction * step) / step) * step
  const whole = range.isWhole ? Math.round(next) : next
  const least = range.least ?? -Infinity
  const most = range.most ?? Infinity
  if (whole < least || (whole === least && !range.isLeastIncluded)) return shown
  if (whole > most || (whole === most && !range.isMostIncluded)) return shown
  return tidy(whole)
}

/** 1, 2, 5, 10 times a power of ten; from nought up it begins at a millionth. */
function nextOfDecade(value: number, direction: 1 | -1): number {
  if (value <= 0) return direction === 1 ? 1e-6 : value
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  const places = [0.5, 1, 2, 5, 10]
  const place = value / power
  const next =
    direction === 1
      ? places.find((one) => one > place * (1 + 1e-9))
      : places.findLast((one) => one < place * (1 - 1e-9))
  return (next ?? 1) * power
}
