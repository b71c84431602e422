import { PRESET_NAMES, PRESETS, type PresetName } from '../../src-preload/contract/presets'
import {
  trainingConfigurationSchema,
  type TrainingConfiguration,
} from '../../src-preload/contract/training'

/** A preset with everything that it does not name. */
export function presetConfiguration(name: PresetName): TrainingConfiguration {
  return trainingConfigurationSchema.parse(PRESETS[name])
}

/** The preset that a configuration is, to the last setting; null where it is one of its own. */
export function presetOf(configuration: TrainingConfiguration): PresetName | null {
  // Parsing puts keys in the schema's order, so equal configurations have equal texts.
  const text = JSON.stringify(trainingConfigurationSchema.parse(configuration))
  return PRESET_NAMES.find((name) => JSON.stringify(presetConfiguration(name)) === text) ?? null
}
