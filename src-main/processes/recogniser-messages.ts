import { z } from 'zod'
import { REQUESTS } from '../../src-preload/contract/bridge/requests'
import { PIXELS_PER_IMAGE } from '../core/datasets/dataset'

/** What the recogniser can be asked. */
export const recogniserQuestionSchema = z.strictObject({
  type: z.literal('recognise'),
  /** Of a run. */
  folder: z.string(),
  /** `[28, 28]`, upright, 0 is paper. */
  pixels: z.instanceof(Uint8Array).refine(({ length }) => length === PIXELS_PER_IMAGE),
})
export type RecogniserQuestion = Readonly<z.infer<typeof recogniserQuestionSchema>>

export const recogniserAnswerSchema = z.strictObject({
  type: z.literal('recognise'),
  /** The likeliest, first to last. */
  answers: REQUESTS['recognition.recognise'].result.shape.answers,
})
export type RecogniserAnswer = Readonly<z.infer<typeof recogniserAnswerSchema>>

/** A training run has the machine to itself but for one thread; no graphics card is taken from it. */
export const RECOGNISER_ENVIRONMENT = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  CUDA_VISIBLE_DEVICES: '-1',
} as const
