import type { SymbolicTensor } from '../../tensorflow/graph/graph'
import { greaterEqual, multiply } from '../../tensorflow/ops/arithmetic'
import { bitcast, cast } from '../../tensorflow/ops/array'
import { constant } from '../../tensorflow/ops/constants'
import { relu, reluGradient } from '../../tensorflow/ops/network'
import type { MaskedRelu, Stage } from '../compile/stages'
import type { TrainingContext } from '../compile/training-context'
import { integerRelu, integerReluGradient } from './integer-relu-gradient'

/**
 * Dropout right after a relu, by one mask of 0 and 1 from random bytes. The bytes cost a quarter of
 * uniform numbers, the factor 1 / (1 - rate) moves into the weights before or behind, and since a masked
 * value is 0 as a negative one is, the gradient of both together is the relu's own. Rates that are no
 * multiple of 1/256 stay as they are.
 */
export function byteDropout(stages: readonly Stage[]): readonly Stage[] {
  return stages.reduce(fuseFirst, stages)
}

/** Fuses the first pair that can be fused; called as often as there are stages, so that all are. */
function fuseFirst(stages: readonly Stage[]): readonly Stage[] {
  for (const [position, stage] of stages.entries()) {
    const before = stages[position - 1]
    if (stage.kind !== 'Dropout' || before?.kind !== 'ReLU') continue
    if (!Number.isInteger(stage.rate * 256)) continue
    const target = scaleTarget(stages, position)
    if (target === undefined) continue
    const { name, rate, site } = stage
    const fused: MaskedRelu = { kind: 'MaskedReLU', name, rate, site }
    return stages
      .map((other, index) => (index === target ? scaledBy(other, 1 / (1 - rate)) : other))
      .toSpliced(position - 1, 2, fused)
  }
  return stages
}

/**
 * Whose weights can take the factor: the normalisation before (what lies between commutes
 * with a positive factor), else the next linear layer. A normalisation behind would undo it.
 */
function scaleTarget(stages: readonly Stage[], dropout: number): number | undefined {
  let before = dropout - 1
  while (takesFactor(stages[before]?.kind)) before -= 1
  if (stages[before]?.kind === 'BatchNormalization') return before
  let behind = dropout + 1
  while (takesFactor(stages[behind]?.kind)) behind += 1
  const kind = stages[behind]?.kind
  return kind === 'Conv2D' || kind === 'Dense' ? behind : undefined
}

/** Whether a stage of a positive multiple is the same multiple of the stage. */
function takesFactor(kind: Stage['kind'] | undefined): boolean {
  return (
    kind !== undefined &&
    ['ReLU', 'MaxPooling2D', 'Flatten', 'Dropout', 'MaskedReLU'].includes(kind)
  )
}

function scaledBy(stage: Stage, factor: number): Stage {
  return 'scale' in stage ? { ...stage, scale: stage.scale * factor } : stage
}

/** Builds the fused stage: relu(x), 0 where the byte is below rate * 256. */
export function maskedRelu(
  { rate, site }: MaskedRelu,
  x: SymbolicTensor,
  context: TrainingContext,
): SymbolicTensor {
  const { random, custom } = context
  const threshold = constant(x.graph, 'uint8', [], Uint8Array.of(rate * 256))
  const keep = greaterEqual(random.bytes(site, x.shape), threshold)
  if (context.integerReluGradient && x.dtype === 'bfloat16') {
    const masked = multiply(integerRelu(x), cast(keep, 'int16'))
    const y = bitcast(masked, 'bfloat16')
    return custom.define(y, [x], (dy) => [integerReluGradient(dy, y, context)])
  }
  const y = multiply(relu(x), cast(keep, x.dtype))
  return custom.define(y, [x], (dy) => [reluGradient(dy, y)])
}
