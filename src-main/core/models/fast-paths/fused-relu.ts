import type { SymbolicTensor } from '../../tensorflow/graph/graph'
import { multiply } from '../../tensorflow/ops/arithmetic'
import { bitcast, cast } from '../../tensorflow/ops/array'
import { maxPool, maxPoolGradient, relu } from '../../tensorflow/ops/network'
import type { FusedRelu } from '../compile/stages'
import type { TrainingContext } from '../compile/training-context'
import { fastReluGradient } from './integer-relu-gradient'

/**
 * Builds relu, then max-pooling, then dropout by a mask of 0 and 1, as far as the stage has them. Forward,
 * relu stays right behind what comes before it, since TensorFlow makes one kernel of both. Backward, the
 * result alone tells what relu and mask let pass (a value that either made 0 is 0), so their gradient is
 * taken behind the pool, on a quarter of the elements.
 */
export function fusedRelu(
  { poolSize, dropout }: FusedRelu,
  x: SymbolicTensor,
  context: TrainingContext,
): SymbolicTensor {
  const activated = relu(x)
  const pooled = poolSize === null ? activated : maxPool(activated, poolSize)
  const y =
    dropout === null
      ? pooled
      : masked(pooled, context.random.keep(dropout.site, dropout.rate, pooled.shape))
  return context.custom.define(y, [x], (dy) => {
    const d = fastReluGradient(dy, y, context)
    return [poolSize === null ? d : maxPoolGradient(d, activated, pooled, poolSize)]
  })
}

/** `x` where the mask is true, else 0. The bits of a bfloat16 times 0 or 1 are those of the product. */
function masked(x: SymbolicTensor, keep: SymbolicTensor): SymbolicTensor {
  if (x.dtype !== 'bfloat16') return multiply(x, cast(keep, x.dtype))
  return bitcast(multiply(bitcast(x, 'int16'), cast(keep, 'int16')), 'bfloat16')
}
