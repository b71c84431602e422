import { internalError } from '../../errors'
import type { Graph, Operation, OperationOptions, SymbolicTensor } from '../graph/graph'
import type { Shape } from '../graph/shape'

/** A float32 scalar. */
export function scalar(graph: Graph, value: number): SymbolicTensor {
  return floats(graph, [value], [])
}

/** A float32 constant. */
export function floats(
  graph: Graph,
  values: Float32Array | readonly number[],
  shape: Shape = [values.length],
): SymbolicTensor {
  const array = Float32Array.from(values)
  return constant(graph, 'float32', shape, array)
}

/** An int32 constant: axes, sizes, indices. */
export function integers(
  graph: Graph,
  values: readonly number[],
  shape: Shape = [values.length],
): SymbolicTensor {
  return constant(graph, 'int32', shape, Int32Array.from(values))
}

/** The values of a constant made by {@link integers}. */
export function constantIntegers({ operation, reference }: SymbolicTensor): readonly number[] {
  if (!isConst(operation) || operation.attributes.dtype !== 'int32')
    throw internalError(`${reference} is no int32 constant`)
  const { bytes } = operation.attributes.value
  return [...new Int32Array(bytes.slice().buffer)]
}

function isConst(operation: Operation): operation is Operation<'Const'> {
  return operation.type === 'Const'
}

/** A constant whose elements lie in `elements` as TensorFlow stores them (little-endian). */
export function constant(
  graph: Graph,
  dtype: SymbolicTensor['dtype'],
  shape: Shape,
  elements: ArrayBufferView,
  options?: OperationOptions,
): SymbolicTensor {
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength)
  return graph.addOne(
    'Const',
    [],
    { dtype, value: { dtype, shape, bytes } },
    { dtype, shape },
    options,
  )
}

/** A tensor that each call feeds; its first dimension may be UNKNOWN_BATCH. */
export function placeholder(
  graph: Graph,
  name: string,
  dtype: SymbolicTensor['dtype'],
  shape: Shape,
): SymbolicTensor {
  return graph.addOne('Placeholder', [], { dtype, shape }, { dtype, shape }, { name })
}
