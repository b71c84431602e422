import { z } from 'zod'
import { REQUESTS } from '../../../src-preload/contract/bridge/requests'
import { newRunSchema } from '../../../src-preload/contract/job'
import { runIdSchema } from '../../../src-preload/contract/run'

const count = z.int().min(0)
const home = z.string()
const pixels = z.instanceof(Uint8Array)
const { content, images, duplicates } = {
  content: REQUESTS['datasets.content'].result.shape,
  images: REQUESTS['datasets.images'],
  duplicates: REQUESTS['datasets.duplicates'].result.shape,
}
const { corrections } = REQUESTS['datasets.correct'].params.shape
const { undo } = REQUESTS['datasets.correct'].result.shape
const { part, perClass, seed } = REQUESTS['datasets.specimens'].params.shape
const { label, correctedOnly, offset, limit } = images.params.shape
const ofDataset = { home, ...newRunSchema.pick({ dataset: true, split: true }).shape }

/** What is asked about data sets. */
export const DATASETS_QUESTIONS = [
  /** What a run would be, and how fast others went. */
  z.strictObject({ type: z.literal('plan'), home, newRun: newRunSchema }),
  z.strictObject({ type: z.literal('samples'), ...ofDataset, count, seed: count }),
  z.strictObject({ type: z.literal('content'), ...ofDataset }),
  z.strictObject({ type: z.literal('duplicates'), ...ofDataset }),
  z.strictObject({ type: z.literal('specimens'), ...ofDataset, part, perClass, seed }),
  z.strictObject({
    ...{ type: z.literal('images'), ...ofDataset },
    ...{ part, label, correctedOnly, offset, limit },
  }),
  z.strictObject({ type: z.literal('correct'), ...ofDataset, corrections }),
] as const

export const DATASETS_ANSWERS = [
  z.strictObject({
    type: z.literal('plan'),
    plan: REQUESTS['training.plan'].result.omit({ estimate: true }),
    pace: z.strictObject({ run: runIdSchema, secondsPerImage: z.number() }).nullable(),
  }),
  z.strictObject({
    type: z.literal('samples'),
    samples: z.array(z.strictObject({ pixels, characters: z.array(z.string()) })),
  }),
  z.strictObject({ type: z.literal('content'), ...content }),
  z.strictObject({ type: z.literal('duplicates'), ...duplicates }),
  z.strictObject({ type: z.literal('specimens'), classes: z.array(z.array(pixels)) }),
  z.strictObject({ type: z.literal('images'), ...images.result.shape }),
  z.strictObject({ type: z.literal('correct'), undo }),
] as const

export type DatasetsQuestion = Readonly<z.infer<(typeof DATASETS_QUESTIONS)[number]>>
export type DatasetsAnswer = Readonly<z.infer<(typeof DATASETS_ANSWERS)[number]>>
