import { z } from 'zod'
import { diagnosedGpuSchema } from './diagnosis'
import { errorSchema } from './errors'
import { deviceSchema } from './job'
import { precisionSchema } from './training'

const count = z.int().min(0)

/** The networks that are trained on both devices. */
export const checkedNetworkSchema = z.enum(['tiny', 'seed-cnn'])
export type CheckedNetwork = z.infer<typeof checkedNetworkSchema>

/** What a device did with a network: the same images, order, first weights and random numbers for each device. */
export const deviceMeasurementSchema = z.strictObject({
  /** Of the first steps, on a graph that is the same on every device. */
  losses: z.array(z.number()),
  /** Of the training that follows, its first epoch left out. */
  medianStepMs: z.number(),
  secondsPerEpoch: z.number(),
  /** Share of the test part's images that the trained network reads. */
  accuracy: z.number().min(0).max(1),
})
export type DeviceMeasurement = Readonly<z.infer<typeof deviceMeasurementSchema>>

const halfSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), ...deviceMeasurementSchema.shape }),
  z.strictObject({ ok: z.literal(false), error: errorSchema }),
])
export type DeviceHalf = Readonly<z.infer<typeof halfSchema>>

/** How far the card is from the processor, and how far it may be. */
const comparisonSchema = z.strictObject({
  /** Of the first step's losses, by the processor's. */
  firstLossDifference: z.number(),
  firstLossTolerance: z.number(),
  /** The largest of all steps. */
  lossDifference: z.number(),
  lossTolerance: z.number(),
  /** Of the shares that are read, either way. */
  accuracyDifference: z.number(),
  accuracyTolerance: z.number(),
  isWithin: z.boolean(),
  /** How many times as fast the card's step is. */
  speedUp: z.number(),
})
export type DeviceComparison = Readonly<z.infer<typeof comparisonSchema>>

const caseSchema = z.strictObject({
  network: checkedNetworkSchema,
  precision: precisionSchema,
  /** Whether the card multiplied float32 in TF32. */
  tf32: z.boolean(),
  cpu: halfSchema,
  /** Null where no card could be used. */
  gpu: halfSchema.nullable(),
  /** Null where a half is missing. */
  comparison: comparisonSchema.nullable(),
})
export type GpuCheckCase = Readonly<z.infer<typeof caseSchema>>

/** What a check of the graphics card has found; names neither the user nor a folder. */
export const gpuCheckReportSchema = z.strictObject({
  schema: z.literal(1),
  glyphlab: z.string(),
  /** When it began, ISO 8601, UTC. */
  checkedAt: z.iso.datetime(),
  seconds: z.number().min(0),
  machine: z.strictObject({
    platform: z.string(),
    node: z.string(),
    processor: z.string(),
    threads: z.int().positive(),
    memoryBytes: count,
    tensorflow: z.string(),
  }),
  card: z.discriminatedUnion('ok', [
    z.strictObject({
      ok: z.literal(true),
      /** The first is the one that was checked. */
      gpus: z.array(diagnosedGpuSchema).min(1),
      /** Of the kernel's part; null where the system does not tell. */
      driver: z.string().nullable(),
      /** What the driver can do, such as `12.4`. */
      cuda: z.string(),
    }),
    z.strictObject({ ok: z.literal(false), error: errorSchema }),
  ]),
  data: z.strictObject({ trainingImages: count, testImages: count, classes: count, seed: count }),
  training: z.strictObject({ epochs: count, batchSize: count, comparedSteps: count }),
  cases: z.array(caseSchema),
  /** `differs` where the card computes something else than the processor, `failed` where it does not compute all. */
  verdict: z.enum(['works', 'differs', 'failed', 'no-card']),
})
export type GpuCheckReport = Readonly<z.infer<typeof gpuCheckReportSchema>>

/** How far a check has come. */
export const gpuCheckProgressSchema = z.strictObject({
  network: checkedNetworkSchema,
  precision: precisionSchema,
  device: deviceSchema,
  /** Of the whole check. */
  share: z.number().min(0).max(1),
})
export type GpuCheckProgress = Readonly<z.infer<typeof gpuCheckProgressSchema>>

/** The check that windows see. */
export const gpuCheckSchema = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('idle') }),
  z.strictObject({ phase: z.literal('running'), progress: gpuCheckProgressSchema.nullable() }),
  z.strictObject({
    phase: z.literal('done'),
    report: gpuCheckReportSchema,
    /** For people; the same is in `gpu-check-….md` of the folder. */
    text: z.string(),
    /** Where both files are. */
    folder: z.string(),
  }),
  z.strictObject({ phase: z.literal('failed'), error: errorSchema }),
])
export type GpuCheck = Readonly<z.infer<typeof gpuCheckSchema>>
