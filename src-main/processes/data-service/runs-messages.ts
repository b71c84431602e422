import { z } from 'zod'
import { REQUESTS } from '../../../src-preload/contract/bridge/requests'
import { notesChangeSchema, runIdSchema } from '../../../src-preload/contract/run'

const home = z.string()
const ofRuns = { home, runs: z.array(runIdSchema) }

/** What is asked about runs, and the folder they lie in. */
export const RUNS_QUESTIONS = [
  z.strictObject({ type: z.literal('runs'), runsFolder: z.string(), known: z.string().nullable() }),
  z.strictObject({ type: z.literal('run'), folder: z.string() }),
  z.strictObject({ type: z.literal('metrics'), folder: z.string(), run: runIdSchema }),
  z.strictObject({ type: z.literal('epochs'), runsFolder: z.string(), runs: ofRuns.runs }),
  z.strictObject({ type: z.literal('annotate'), folder: z.string(), change: notesChangeSchema }),
  z.strictObject({ type: z.literal('delete'), ...ofRuns }),
  z.strictObject({ type: z.literal('trash'), home }),
  z.strictObject({ type: z.literal('restore'), ...ofRuns }),
  z.strictObject({ type: z.literal('usage'), home }),
  z.strictObject({ type: z.literal('empty-trash'), home }),
] as const

export const RUNS_ANSWERS = [
  z.strictObject({ type: z.literal('runs'), list: REQUESTS['runs.list'].result }),
  z.strictObject({ type: z.literal('run'), record: REQUESTS['runs.open'].result.shape.record }),
  z.strictObject({ type: z.literal('metrics'), metrics: REQUESTS['runs.metrics'].result }),
  z.strictObject({ type: z.literal('epochs'), epochs: REQUESTS['runs.epochs'].result }),
  z.strictObject({ type: z.literal('annotate') }),
  z.strictObject({ type: z.literal('delete'), outcome: REQUESTS['runs.delete'].result }),
  z.strictObject({ type: z.literal('trash'), runs: REQUESTS['runs.trash'].result.shape.runs }),
  z.strictObject({ type: z.literal('restore'), outcome: REQUESTS['runs.restore'].result }),
  z.strictObject({ type: z.literal('usage'), usage: REQUESTS['home.usage'].result }),
  z.strictObject({ type: z.literal('empty-trash') }),
] as const

export type RunsQuestion = Readonly<z.infer<(typeof RUNS_QUESTIONS)[number]>>
export type RunsAnswer = Readonly<z.infer<(typeof RUNS_ANSWERS)[number]>>
