import type { EpochPoint, RunCurves } from '../stores/run-curves'
import { nearest } from './sorted-search'

/** What the curves say at one logged step. */
export interface Reading {
  readonly step: number
  /** Counted from 0: 3.5 is the middle of the fourth. */
  readonly epochs: number
  readonly loss: number
  readonly accuracy: number
  /** Null where curves are drawn as measured. */
  readonly smoothed: { readonly loss: number; readonly accuracy: number } | null
  readonly learningRate: number
  /** The latest epoch that had ended by then; null in the first. */
  readonly validated: EpochPoint | null
}

export interface SmoothedValues {
  readonly loss: Float64Array
  readonly accuracy: Float64Array
}

/** Reads the logged step that is nearest; null where none is there. */
export function readingAt(
  curves: RunCurves,
  smoothed: SmoothedValues | null,
  wanted: number,
): Reading | null {
  const index = nearest(curves.step.values, wanted)
  if (index < 0) return null
  const step = curves.step.values[index] ?? 0
  return {
    step,
    epochs: step / Math.max(1, curves.stepsPerEpoch),
    loss: curves.loss.values[index] ?? 0,
    accuracy: curves.accuracy.values[index] ?? 0,
    smoothed: smoothed && {
      loss: smoothed.loss[index] ?? 0,
      accuracy: smoothed.accuracy[index] ?? 0,
    },
    learningRate: curves.learningRate.values[index] ?? 0,
    validated: curves.epochs.findLast((epoch) => epoch.step <= step) ?? null,
  }
}

/** The logged step to go to from one: the next in a direction that is at least `least` steps away, if there is one. */
export function stepBeside(
  curves: RunCurves,
  step: number,
  direction: 1 | -1,
  least: number,
): number {
  const steps = curves.step.values
  const here = nearest(steps, step)
  if (here < 0) return step
  const beside = steps[here + direction]
  if (beside === undefined) return steps[here] ?? step
  const far = steps[nearest(steps, (steps[here] ?? step) + direction * least)] ?? beside
  return direction > 0 ? Math.max(beside, far) : Math.min(beside, far)
}
