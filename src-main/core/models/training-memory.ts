import { totalmem } from 'node:os'
import type { Precision } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../errors'
import { modelWeights, weightCount, type Model, type ModelLayer } from './model'

/** A weight, its gradient and one slot of the optimizer. */
const FLOATS_A_WEIGHT = 3
const FLOAT_BYTES = 4
const ACTIVATION_BYTES = { float32: 4, bfloat16: 2 } as const satisfies Record<Precision, number>
const GIBIBYTE = 2 ** 30

interface StepSize {
  readonly batchSize: number
  readonly precision: Precision
}

/**
 * Refuses a step that cannot fit, before anything is allocated.
 * @throws GlyphlabError `out-of-memory`
 */
export function requireTrainingMemory(
  model: Model,
  step: StepSize,
  memoryBytes = availableBytes(),
): void {
  const needed = leastTrainingBytes(model, step)
  if (needed > memoryBytes)
    throw new GlyphlabError(
      'out-of-memory',
      `a step of ${step.batchSize} images takes at least ${gibibytes(needed)}, ` +
        `there are ${gibibytes(memoryBytes)}`,
      'Choose a smaller --batch-size or a smaller network.',
    )
}

/** What the backward pass needs of the forward pass, and the weights; a step takes more than that. */
export function leastTrainingBytes(model: Model, { batchSize, precision }: StepSize): number {
  const kept = model.layers.filter(keepsOutput).reduce((total, { outputShape }) => {
    return total + outputShape.reduce((product, size) => product * size, 1)
  }, 0)
  const weights = modelWeights(model).reduce((total, weight) => total + weightCount(weight), 0)
  return batchSize * kept * ACTIVATION_BYTES[precision] + weights * FLOATS_A_WEIGHT * FLOAT_BYTES
}

/** Other layers may write over their input, or are fused with a neighbour. */
function keepsOutput({ kind }: ModelLayer): boolean {
  return kind === 'Conv2D' || kind === 'MaxPooling2D' || kind === 'Dense'
}

/** A container may have less than its machine. */
function availableBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function gibibytes(bytes: number): string {
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`
}
