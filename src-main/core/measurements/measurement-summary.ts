import { z } from 'zod'
import { evaluationFileSchema } from '../../../src-preload/contract/evaluation'

const { shape } = evaluationFileSchema
const { count, accuracy, interval } = shape.report.shape

/** What a list needs of an evaluation file: a fiftieth of it, since hundreds may be read. */
export const measurementSummarySchema = z
  .object({
    schema: shape.schema,
    dataset: shape.dataset,
    part: shape.part,
    run: shape.run,
    seed: shape.seed,
    model: shape.model,
    measuredAt: shape.measuredAt,
    measurements: shape.measurements,
    report: z.object({ count, accuracy, interval, perClass: z.array(z.unknown()) }),
  })
  .transform(({ report: { perClass, ...figures }, ...about }) => ({
    ...about,
    ...figures,
    classes: perClass.length,
  }))
export type MeasurementSummary = Readonly<z.infer<typeof measurementSummarySchema>>
