import { z } from 'zod'
import { DATASETS_ANSWERS, DATASETS_QUESTIONS } from './data-service/datasets-messages'
import { MEASUREMENTS_ANSWERS, MEASUREMENTS_QUESTIONS } from './data-service/measurements-messages'
import { RUNS_ANSWERS, RUNS_QUESTIONS } from './data-service/runs-messages'
import { SKETCHES_ANSWERS, SKETCHES_QUESTIONS } from './data-service/sketches-messages'

/** What the data service can be asked: what takes a moment, and any number of them at once. */
export const dataQuestionSchema = z.discriminatedUnion('type', [
  ...DATASETS_QUESTIONS,
  ...RUNS_QUESTIONS,
  ...MEASUREMENTS_QUESTIONS,
  ...SKETCHES_QUESTIONS,
])
export type DataQuestion = Readonly<z.infer<typeof dataQuestionSchema>>

export const dataAnswerSchema = z.discriminatedUnion('type', [
  ...DATASETS_ANSWERS,
  ...RUNS_ANSWERS,
  ...MEASUREMENTS_ANSWERS,
  ...SKETCHES_ANSWERS,
])
export type DataAnswer = Readonly<z.infer<typeof dataAnswerSchema>>
