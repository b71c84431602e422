import type { DeviceComparison, DeviceMeasurement } from '../../../src-preload/contract/gpu-check'
import type { Precision } from '../../../src-preload/contract/training'

interface Tolerances {
  /** Of the first step's loss: one pass forward, from the same weights. */
  readonly firstLoss: number
  /** Of the steps behind it, whose weights have gone their own ways by then. */
  readonly loss: number
}

/**
 * How far a card may be from the processor, as shares of the loss. Measured on a processor, bfloat16 (8 bits of
 * mantissa) is 0.1 % from float32 in the first step and 0.8 % within eight. Two devices in bfloat16 may be five times
 * as far from each other; TF32 has two bits more, so it may be a fifth of that; and plain float32 differs in the order
 * of sums alone.
 */
const TOLERANCES: Readonly<Record<'float32' | 'tf32' | 'bfloat16', Tolerances>> = {
  float32: { firstLoss: 1e-4, loss: 5e-3 },
  tf32: { firstLoss: 1e-3, loss: 1e-2 },
  bfloat16: { firstLoss: 5e-3, loss: 4e-2 },
}

/** Some 1,900 images after three epochs: trainings that differ in rounding alone end within 2 points. */
const ACCURACY_TOLERANCE = 0.05

/** Holds a card's measurement against the processor's. */
export function compareDevices(
  cpu: DeviceMeasurement,
  gpu: DeviceMeasurement,
  { precision, tf32 }: { readonly precision: Precision; readonly tf32: boolean },
): DeviceComparison {
  const tolerances = TOLERANCES[precision === 'float32' && tf32 ? 'tf32' : precision]
  const differences = cpu.losses.map((loss, step) =>
    Math.abs((gpu.losses[step] ?? Number.POSITIVE_INFINITY) / loss - 1),
  )
  const firstLossDifference = differences[0] ?? Number.POSITIVE_INFINITY
  const lossDifference = Math.max(...differences)
  const accuracyDifference = Math.abs(gpu.accuracy - cpu.accuracy)
  return {
    firstLossDifference,
    firstLossTolerance: tolerances.firstLoss,
    lossDifference,
    lossTolerance: tolerances.loss,
    accuracyDifference,
    accuracyTolerance: ACCURACY_TOLERANCE,
    isWithin:
      firstLossDifference <= tolerances.firstLoss &&
      lossDifference <= tolerances.loss &&
      accuracyDifference <= ACCURACY_TOLERANCE,
    speedUp: cpu.medianStepMs / gpu.medianStepMs,
  }
}
