import { assertNever } from '../errors'
import { weightCount, type WeightSpec } from '../models/model'
import { createRandom } from '../random/random'

/** A weight's values before the first step; each weight has a random stream of its own name. */
export function initialWeight(spec: WeightSpec, seed: number): Float32Array {
  const values = new Float32Array(weightCount(spec))
  switch (spec.initializer) {
    case 'zeros':
      return values
    case 'ones':
      return values.fill(1)
    case 'glorot-uniform': {
      const limit = glorotLimit(spec.shape)
      const random = createRandom(seed, `initial ${spec.name}`)
      return values.map(() => (2 * random.uniform() - 1) * limit)
    }
    default:
      return assertNever(spec.initializer)
  }
}

/**
 * Half the width of the uniform distribution: sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010), where
 * a kernel `[rows, columns, channels, filters]` has rows * columns * channels inputs an output.
 */
function glorotLimit(shape: readonly number[]): number {
  const area = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  const [fanIn = 1, fanOut = 1] = shape.slice(-2)
  return Math.sqrt(6 / (area * (fanIn + fanOut)))
}
