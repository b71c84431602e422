import { existsSync } from 'node:fs'
import type { Precision } from '../../../src-preload/contract/training'
import type { CharacterClass } from '../datasets/dataset'
import { GlyphlabError } from '../errors'
import type { Model } from '../models/model'
import { modelFromDescription } from '../models/model-description'
import { weightsForModel } from '../models/weights-file'
import type { WeightValues } from '../training/run-session'
import { networkMetadataSchema, readCheckpoint, type NetworkMetadata } from './checkpoint'
import { runPaths } from './run-folder'

/** The network of a run's best epoch, ready to measure or to answer. */
export interface LoadedNetwork {
  readonly model: Model
  readonly weights: WeightValues
  readonly classes: readonly CharacterClass[]
  /** Added to the logits, `[classes]`; null adds nothing. */
  readonly adjustment: Float32Array | null
  readonly precision: Precision
  readonly metadata: NetworkMetadata
}

/**
 * Reads `best.safetensors` of a run, which needs no other file.
 * @throws GlyphlabError `run-missing` where no epoch has ended yet, `run-damaged`, `run-newer`,
 *   `weights-invalid` or `model-invalid`
 */
export async function loadNetwork(folder: string): Promise<LoadedNetwork> {
  const { best } = runPaths(folder)
  if (!existsSync(best))
    throw new GlyphlabError(
      'run-missing',
      `${folder} has no network yet: checkpoints/best.safetensors is not there`,
      'It is written when the first epoch ends; `glyphlab runs` lists the runs there are.',
    )
  const { metadata, tensors } = await readCheckpoint(best, networkMetadataSchema)
  const model = modelFromDescription(metadata.model)
  const { classes, adjustment, precision } = metadata
  if (model.classes !== classes.length || (adjustment && adjustment.length !== classes.length))
    throw new GlyphlabError(
      'run-damaged',
      `${best}: ${classes.length} classes for a network of ${model.classes}`,
    )
  return {
    model,
    weights: weightsForModel(model, tensors, best),
    classes,
    adjustment: adjustment && Float32Array.from(adjustment),
    precision,
    metadata,
  }
}
