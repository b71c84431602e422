import { z } from 'zod'
import { REQUESTS } from '../../../src-preload/contract/bridge/requests'

const home = z.string()
const ofMeasurement = { home, ...REQUESTS['measurements.open'].params.shape }

/** What is asked about measurements. */
export const MEASUREMENTS_QUESTIONS = [
  z.strictObject({ type: z.literal('measurements'), home, known: z.string().nullable() }),
  z.strictObject({ type: z.literal('measurement'), ...ofMeasurement }),
  z.strictObject({
    type: z.literal('measurement-images'),
    home,
    wanted: REQUESTS['measurements.images'].params,
  }),
  z.strictObject({
    type: z.literal('compare-measurements'),
    home,
    ...REQUESTS['measurements.compare'].params.shape,
  }),
  z.strictObject({
    type: z.literal('measurement-text'),
    home,
    ...REQUESTS['measurements.text'].params.shape,
  }),
  z.strictObject({ type: z.literal('recall'), folder: z.string() }),
  z.strictObject({ type: z.literal('remove-predictions'), ...ofMeasurement }),
] as const

export const MEASUREMENTS_ANSWERS = [
  z.strictObject({ type: z.literal('measurements'), list: REQUESTS['measurements.list'].result }),
  z.strictObject({
    type: z.literal('measurement'),
    ...REQUESTS['measurements.open'].result.shape,
  }),
  z.strictObject({
    type: z.literal('measurement-images'),
    images: REQUESTS['measurements.images'].result,
  }),
  z.strictObject({
    type: z.literal('compare-measurements'),
    compared: REQUESTS['measurements.compare'].result,
  }),
  z.strictObject({
    type: z.literal('measurement-text'),
    made: REQUESTS['measurements.text'].result,
  }),
  z.strictObject({ type: z.literal('recall'), recall: REQUESTS['measurements.recall'].result }),
  z.strictObject({ type: z.literal('remove-predictions') }),
] as const

export type MeasurementsQuestion = Readonly<z.infer<(typeof MEASUREMENTS_QUESTIONS)[number]>>
export type MeasurementsAnswer = Readonly<z.infer<(typeof MEASUREMENTS_ANSWERS)[number]>>
