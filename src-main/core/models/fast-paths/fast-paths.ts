import type { Device } from '../../../../src-preload/contract/job'
import type { Precision } from '../../../../src-preload/contract/training'
import { plainStages, type Stage } from '../compile/stages'
import type { Model } from '../model'
import { byteDropout } from './byte-dropout'
import { patchCovariance } from './patch-covariance'
import { reluAfterPool } from './relu-after-pool'

/**
 * Rewrites of the training graph that leave its meaning and make it faster on a CPU. Each is in a file
 * of its own, is tested against the plain graph and measured by `npm run bench -- fast-paths`.
 */
export interface FastPaths {
  readonly byteDropout: boolean
  readonly reluAfterPool: boolean
  readonly patchCovariance: boolean
  /** Acts in bfloat16 only. */
  readonly integerReluGradient: boolean
}

/** Every path there is. */
export const ALL_FAST_PATHS: FastPaths = {
  byteDropout: true,
  reluAfterPool: true,
  patchCovariance: true,
  integerReluGradient: true,
}

/**
 * The paths that gain on a processor. In bfloat16 the patch covariance costs about 1 % where convolutions
 * run on AVX512_BF16; on AMX a trial had it gain 7 %.
 */
export function cpuFastPaths(
  precision: Precision,
  { amxBfloat16 }: { readonly amxBfloat16: boolean | null },
): FastPaths {
  return { ...ALL_FAST_PATHS, patchCovariance: precision === 'float32' || amxBfloat16 === true }
}

/** The plain graph: what a GPU gets, where these paths would cost instead of gain. */
export const NO_FAST_PATHS: FastPaths = {
  byteDropout: false,
  reluAfterPool: false,
  patchCovariance: false,
  integerReluGradient: false,
}

/** The paths for what computes: rewrites on a processor, the plain graph on a graphics card. */
export function fastPathsOn(
  device: Device,
  precision: Precision,
  cpu: Parameters<typeof cpuFastPaths>[1],
): FastPaths {
  return device === 'cpu' ? cpuFastPaths(precision, cpu) : NO_FAST_PATHS
}

/** The stages of a model's training, rewritten by the paths asked for. */
export function trainingStages(model: Model, fastPaths: FastPaths): readonly Stage[] {
  const rewrites = [
    fastPaths.patchCovariance && patchCovariance,
    fastPaths.reluAfterPool && reluAfterPool,
    fastPaths.byteDropout && byteDropout,
  ].filter((rewrite) => rewrite !== false)
  return rewrites.reduce((stages, rewrite) => rewrite(stages), plainStages(model))
}
