import { z } from 'zod'
import { RUN_SCHEMA, runIdSchema } from '../../../src-preload/contract/run'
import { precisionSchema } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../errors'
import { writeFileAtomically } from '../files/atomic-write'
import {
  readSafetensors,
  readSafetensorsMetadata,
  safetensorsPieces,
  type StoredTensor,
} from '../safetensors/safetensors'
import type { RunTensors } from '../training/run-session'
import { trainingStateSchema } from '../training/training-state'
import { requireKnownVersion } from './read-json'

const seed = z.int().min(0)

/** What a checkpoint says of the network in it: enough to use the file by itself. */
export const networkMetadataSchema = z.object({
  schema: z.literal(RUN_SCHEMA),
  run: runIdSchema,
  /** Epochs behind these weights. */
  epoch: z.int().min(0),
  /** Input shape and layers, see `modelFromDescription`. */
  model: z.unknown(),
  classes: z.array(
    z.object({ label: z.int().min(0), character: z.string(), characters: z.array(z.string()) }),
  ),
  /** To be added to the logits, by class; null where nothing is. */
  adjustment: z.array(z.number()).nullable(),
  precision: precisionSchema,
  dataset: z.object({ name: z.string(), split: z.string(), fingerprint: z.string() }),
  trainingImages: z.int().min(1),
  seed,
  splitSeed: seed,
})
export type NetworkMetadata = z.infer<typeof networkMetadataSchema>

/** What `last.safetensors` says besides: all that must change together with its tensors. */
export const lastMetadataSchema = z.object({
  ...networkMetadataSchema.shape,
  ...trainingStateSchema.shape,
  /** Steps made in all. */
  step: z.int().min(0),
  /** Length of metrics.jsonl at this instant: what lies behind is not part of this state. */
  metricsBytes: z.int().min(0),
})
export type LastMetadata = z.infer<typeof lastMetadataSchema>

/** @throws GlyphlabError `disk-full` or `output-failed`; the file is then as it was */
export async function writeCheckpoint(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: NetworkMetadata | LastMetadata,
): Promise<void> {
  const texts = Object.entries(metadata).map(([key, value]) => [key, JSON.stringify(value)])
  await writeFileAtomically(
    path,
    safetensorsPieces(tensors, Object.fromEntries(texts) as Record<string, string>),
  )
}

/** @throws GlyphlabError `run-damaged`, `run-newer` or `weights-invalid` */
export async function readCheckpoint<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<{ readonly metadata: T; readonly tensors: RunTensors }> {
  const { tensors, metadata } = await readSafetensors(path)
  return { tensors, metadata: parseMetadata(path, metadata, schema) }
}

/** As {@link readCheckpoint}, from the file's header alone. */
export async function readCheckpointMetadata<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parseMetadata(path, await readSafetensorsMetadata(path), schema)
}

/** Each value is a JSON text, since the format knows texts only. */
function parseMetadata<T>(
  path: string,
  texts: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): T {
  let values: Record<string, unknown>
  try {
    values = Object.fromEntries(
      Object.entries(texts).map(([key, text]): [string, unknown] => [key, JSON.parse(text)]),
    )
  } catch (cause) {
    throw new GlyphlabError('run-damaged', `${path} is no checkpoint of Glyphlab`, undefined, {
      cause,
    })
  }
  requireKnownVersion(path, values)
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GlyphlabError(
    'run-damaged',
    `${path} is no checkpoint of Glyphlab: its ${issue?.path.map(String).join('.') ?? 'metadata'} does not fit`,
    undefined,
    { cause: parsed.error },
  )
}
