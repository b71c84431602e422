import { z } from 'zod'
import { REQUESTS } from '../../src-preload/contract/bridge/requests'
import { newRunSchema } from '../../src-preload/contract/job'
import { runIdSchema } from '../../src-preload/contract/run'

const count = z.int().min(0)
const home = z.string()
const ofDataset = { home, ...newRunSchema.pick({ dataset: true, split: true }).shape }

/** What the data service can be asked: what takes a moment, and any number of them at once. */
export const dataQuestionSchema = z.discriminatedUnion('type', [
  /** What a run would be, and how fast others went. */
  z.strictObject({ type: z.literal('plan'), home, newRun: newRunSchema }),
  z.strictObject({ type: z.literal('samples'), ...ofDataset, count, seed: count }),
  z.strictObject({ type: z.literal('runs'), runsFolder: z.string() }),
  z.strictObject({ type: z.literal('run'), folder: z.string() }),
  z.strictObject({ type: z.literal('metrics'), folder: z.string(), run: runIdSchema }),
  z.strictObject({ type: z.literal('usage'), home }),
])
export type DataQuestion = Readonly<z.infer<typeof dataQuestionSchema>>

const pixels = z.instanceof(Uint8Array)

export const dataAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plan'),
    plan: REQUESTS['training.plan'].result.omit({ estimate: true }),
    pace: z.strictObject({ run: runIdSchema, secondsPerImage: z.number() }).nullable(),
  }),
  z.strictObject({
    type: z.literal('samples'),
    samples: z.array(z.strictObject({ pixels, characters: z.array(z.string()) })),
  }),
  z.strictObject({ type: z.literal('runs'), list: REQUESTS['runs.list'].result }),
  z.strictObject({ type: z.literal('run'), record: REQUESTS['runs.open'].result.shape.record }),
  z.strictObject({ type: z.literal('metrics'), metrics: REQUESTS['runs.metrics'].result }),
  z.strictObject({ type: z.literal('usage'), usage: REQUESTS['home.usage'].result }),
])
export type DataAnswer = Readonly<z.infer<typeof dataAnswerSchema>>
