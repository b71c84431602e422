import { z } from 'zod'
import type { FastPaths } from '../src-main/core/models/fast-paths/fast-paths'

/**
 * What the runner and a peer say to each other: one JSON object a line, over the peer's standard input and
 * output. The peer is started with `--benchmark B --precision P --threads N`, warms up for just that, and
 * says that it is ready; then it answers one request at a time, and ends when its input ends.
 */

export const benchmarkSchema = z.enum(['step', 'evaluation', 'epoch', 'inference', 'fast-paths'])
export type Benchmark = z.infer<typeof benchmarkSchema>

export const precisionSchema = z.enum(['float32', 'bfloat16'])
export type Precision = z.infer<typeof precisionSchema>

/** The rewrites that the benchmark `fast-paths` leaves out one by one. */
export const FAST_PATHS = [
  'byteDropout',
  'reluAfterPool',
  'patchCovariance',
  'integerReluGradient',
] as const satisfies readonly (keyof FastPaths)[]

/** How a peer is started. */
export const peerOptionsSchema = z.object({
  benchmark: benchmarkSchema,
  precision: precisionSchema,
  /** Ours alone: the fast path to leave out of the benchmark `fast-paths`. */
  without: z.enum([...FAST_PATHS, 'all']).optional(),
  threads: z.coerce.number().pipe(z.int().positive()),
})
export type PeerOptions = z.infer<typeof peerOptionsSchema>

const count = z.int().positive()

export const requestSchema = z.discriminatedUnion('run', [
  /** Training steps of 256 images: dropout and batch statistics on, loss fetched, no augmentation. */
  z.strictObject({ run: z.literal('step'), count }),
  /** Evaluations of the given number of images. */
  z.strictObject({ run: z.literal('evaluate'), images: z.int().positive(), count }),
  /** Forward passes of one batch. */
  z.strictObject({ run: z.literal('predict'), batch: z.int().positive(), count }),
  /** Whole epochs on emnist47: shuffling, augmentation, metrics, validation. */
  z.strictObject({ run: z.literal('epoch'), count }),
])
export type Request = z.infer<typeof requestSchema>

export const readySchema = z.object({
  ready: z.literal(true),
  name: z.string(),
  version: z.string(),
  /** Which of several ways to do the work was the fastest here and is measured. */
  way: z.string().optional(),
})
export type Ready = z.infer<typeof readySchema>

export const answerSchema = z.object({
  /** Milliseconds of each of the `count` repetitions. */
  ms: z.array(z.number().positive()).min(1),
  /** Of an epoch: how many training steps, and how many images for validation. */
  steps: z.int().positive().optional(),
  evaluatedImages: z.int().positive().optional(),
})
export type Answer = z.infer<typeof answerSchema>

export const refusalSchema = z.object({ error: z.string() })
