import { z } from 'zod'
import { errorSchema } from './errors'
import { precisionSchema } from './training'

const bytes = z.int().min(0)

/** What was found at one link of the chain that leads to a training step. */
const linkFinding = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('waiting') }),
    z.strictObject({ status: z.literal('checking') }),
    z.strictObject({ status: z.literal('sound'), value }),
    z.strictObject({
      status: z.literal('broken'),
      error: errorSchema,
      /** What a button can do about it; null where only the user can. */
      remedy: z.enum(['install-runtime', 'install-gpu-runtime', 'check-again']).nullable(),
    }),
  ])

const processorSchema = z.strictObject({
  /** Model and the features that matter. */
  description: z.string(),
  threads: z.int().positive(),
  memoryBytes: bytes,
  hasFastBfloat16: z.boolean().nullable(),
})
const dataHomeSchema = z.strictObject({ folder: z.string(), freeBytes: bytes })
const runtimeSchema = z.strictObject({
  /** Null for a folder named by GLYPHLAB_LIBTENSORFLOW. */
  version: z.string().nullable(),
  variant: z.enum(['cpu', 'gpu']),
  source: z.enum(['environment', 'cache', 'app', 'wheel', 'archive']),
  folder: z.string(),
})
const stepTimingSchema = z.strictObject({
  precision: precisionSchema,
  /** Of the reference network and recipe. */
  medianStepMs: z.number(),
  batchSize: z.int().positive(),
})

export const diagnosedGpuSchema = z.strictObject({
  /** Among those that the user lets us see; the N of `gpu:N`. */
  index: z.int().min(0),
  name: z.string(),
  /** `8.9` */
  computeCapability: z.string(),
  memoryBytes: bytes,
  /** Whether it multiplies float32 in TF32, unless that is switched off. */
  hasTf32: z.boolean(),
  /** Newer than the kernels of the runtime: the driver compiles them once, which can take half an hour. */
  compilesKernels: z.boolean(),
})

/** What became of timed steps on a card. */
const gpuStepSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    ...stepTimingSchema.shape,
    /** Whether float32 was multiplied in TF32. */
    tf32: z.boolean(),
  }),
  z.strictObject({ ok: z.literal(false), precision: precisionSchema, error: errorSchema }),
])

/** Sound where a step was made on a card, and where there is no card to make one on. */
const gpuLinkSchema = z.discriminatedUnion('kind', [
  /** The machine computes on its processor; under WSL2 a card shows only with Windows' own driver for it. */
  z.strictObject({ kind: z.literal('no-card'), isWsl: z.boolean() }),
  /** NVIDIA's cards are used on Linux, WSL2 included. */
  z.strictObject({ kind: z.literal('system-without') }),
  z.strictObject({
    kind: z.literal('works'),
    /** Those that TensorFlow can use; the first is the one that was timed. */
    gpus: z.array(diagnosedGpuSchema),
    steps: z.array(gpuStepSchema),
  }),
])

/** The chain from the machine to a training step, in order: behind a broken link the rest waits. */
export const diagnosisSchema = z.strictObject({
  versions: z.strictObject({
    glyphlab: z.string(),
    node: z.string(),
    /** Null where there is no window of Electron's. */
    electron: z.string().nullable(),
  }),
  /** When the check began, ISO 8601, UTC. */
  checkedAt: z.iso.datetime(),
  /** Whether a run was training meanwhile: steps then take longer than the machine by itself needs. */
  besideRun: z.boolean(),
  links: z.strictObject({
    processor: linkFinding(processorSchema),
    dataHome: linkFinding(dataHomeSchema),
    runtime: linkFinding(runtimeSchema),
    float32: linkFinding(stepTimingSchema),
    bfloat16: linkFinding(stepTimingSchema),
    /** A graphics card of NVIDIA's: stops nothing, since the processor computes, too. */
    gpu: linkFinding(gpuLinkSchema),
  }),
})
export type Diagnosis = Readonly<z.infer<typeof diagnosisSchema>>
export type DiagnosedGpu = Readonly<z.infer<typeof diagnosedGpuSchema>>
export type GpuStep = Readonly<z.infer<typeof gpuStepSchema>>
export type DiagnosisLink = keyof Diagnosis['links']

/** What an installation of the runtime is doing. Bytes are counted within one phase. */
export const installingSchema = z.strictObject({
  state: z.literal('installing'),
  variant: z.enum(['cpu', 'gpu']),
  phase: z.enum(['waiting', 'downloading', 'verifying', 'unpacking', 'stripping', 'compiling']),
  bytesDone: bytes.nullable(),
  bytesTotal: bytes.nullable(),
})
export const installationSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('idle'),
    /** Whether training can begin without an installation. */
    isThere: z.boolean(),
  }),
  installingSchema,
  z.strictObject({
    state: z.literal('failed'),
    variant: z.enum(['cpu', 'gpu']),
    error: errorSchema,
  }),
])
export type Installation = Readonly<z.infer<typeof installationSchema>>
