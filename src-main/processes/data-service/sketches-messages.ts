import { z } from 'zod'
import { REQUESTS } from '../../../src-preload/contract/bridge/requests'

const home = z.string()
/** Whether the data set of sketches is another one by it. */
const isDatasetChanged = z.boolean()

/** What is asked about the sketches that are kept. */
export const SKETCHES_QUESTIONS = [
  z.strictObject({
    ...{ type: z.literal('keep-sketch'), home },
    sketch: REQUESTS['sketches.keep'].params,
  }),
  z.strictObject({
    ...{ type: z.literal('correct-sketch'), home },
    ...REQUESTS['sketches.correct'].params.shape,
  }),
  z.strictObject({
    ...{ type: z.literal('list-sketches'), home },
    ...REQUESTS['sketches.list'].params.shape,
  }),
  z.strictObject({
    ...{ type: z.literal('open-sketch'), home },
    ...REQUESTS['sketches.open'].params.shape,
  }),
  z.strictObject({
    ...{ type: z.literal('delete-sketches'), home },
    ...REQUESTS['sketches.delete'].params.shape,
  }),
  /** Removes their data set, and the sketches in it. */
  z.strictObject({ type: z.literal('remove-my-sketches'), home }),
  z.strictObject({ type: z.literal('export-sketches'), home }),
] as const

export const SKETCHES_ANSWERS = [
  z.strictObject({
    ...{ type: z.literal('keep-sketch'), isDatasetChanged },
    ...REQUESTS['sketches.keep'].result.shape,
  }),
  z.strictObject({
    ...{ type: z.literal('correct-sketch'), isDatasetChanged },
    ...REQUESTS['sketches.correct'].result.shape,
  }),
  z.strictObject({
    ...{ type: z.literal('list-sketches'), isDatasetChanged },
    list: REQUESTS['sketches.list'].result,
  }),
  z.strictObject({
    type: z.literal('open-sketch'),
    ...REQUESTS['sketches.open'].result.shape,
  }),
  z.strictObject({ type: z.literal('delete-sketches'), isDatasetChanged }),
  z.strictObject({ type: z.literal('remove-my-sketches'), bytes: z.number().nullable() }),
  z.strictObject({
    type: z.literal('export-sketches'),
    exported: REQUESTS['sketches.export'].result,
  }),
] as const

export type SketchesQuestion = Readonly<z.infer<(typeof SKETCHES_QUESTIONS)[number]>>
export type SketchesAnswer = Readonly<z.infer<(typeof SKETCHES_ANSWERS)[number]>>
