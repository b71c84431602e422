import { internalError } from '../../errors'
import type { DataType } from '../graph/data-types'
import { outputOf, type Operation, type SymbolicTensor } from '../graph/graph'
import { dimension, elementCount, formatShape, UNKNOWN_BATCH, type Shape } from '../graph/shape'
import { integers } from './constants'

/** The same elements in another shape; an unknown batch stays one and stays first. */
export function reshape(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  const batched = x.shape[0] === UNKNOWN_BATCH
  const [from, to] = batched ? [x.shape.slice(1), shape.slice(1)] : [x.shape, shape]
  const fits = batched
    ? shape[0] === UNKNOWN_BATCH && elementCount(from) === elementCount(to)
    : elementCount(from) === elementCount(to)
  if (!fits) throw internalError(`${formatShape(x.shape)} cannot become ${formatShape(shape)}`)
  return x.graph.addOne(
    'Reshape',
    [x, integers(x.graph, shape)],
    { T: x.dtype, Tshape: 'int32' },
    { dtype: x.dtype, shape },
  )
}

/** The same values in another type; no node where the type is already that. */
export function cast(x: SymbolicTensor, dtype: DataType): SymbolicTensor {
  if (x.dtype === dtype) return x
  return x.graph.addOne('Cast', [x], { SrcT: x.dtype, DstT: dtype }, { dtype, shape: x.shape })
}

/** The same bits as another type. A smaller type adds a last axis, hence `shape`. */
export function bitcast(x: SymbolicTensor, dtype: DataType, shape = x.shape): SymbolicTensor {
  return x.graph.addOne('Bitcast', [x], { T: x.dtype, type: dtype }, { dtype, shape })
}

/** Adds an axis of size 1. */
export function expandLastAxis(x: SymbolicTensor): SymbolicTensor {
  return x.graph.addOne(
    'ExpandDims',
    [x, integers(x.graph, [-1], [])],
    { T: x.dtype, Tdim: 'int32' },
    { dtype: x.dtype, shape: [...x.shape, 1] },
  )
}

/** Stacks tensors of one shape and type along a new axis. */
export function pack(tensors: readonly SymbolicTensor[], axis = 0): SymbolicTensor {
  const [first] = tensors
  if (!first) throw internalError('nothing to pack')
  const shape = first.shape.toSpliced(axis, 0, tensors.length)
  return first.graph.addOne(
    'Pack',
    tensors,
    { N: tensors.length, T: first.dtype, axis },
    { dtype: first.dtype, shape },
  )
}

/** Splits along `axis`, which disappears: one output for each position. */
export function unpack(x: SymbolicTensor, axis: number): readonly SymbolicTensor[] {
  const num = dimension(x.shape, axis)
  const shape = x.shape.toSpliced(axis, 1)
  const outputs = Array.from({ length: num }, () => ({ dtype: x.dtype, shape }))
  return x.graph.add('Unpack', [x], { num, T: x.dtype, axis }, outputs).outputs
}

/** One position along the first axis, which disappears. */
export function unpackOne(x: SymbolicTensor, position: number): SymbolicTensor {
  const [first] = unpack(x, 0)
  if (!first) throw internalError('nothing to unpack')
  return outputOf(first.operation, position)
}

/** The block of `size` that starts at `begin`. */
export function slice(x: SymbolicTensor, begin: Shape, size: Shape): SymbolicTensor {
  return x.graph.addOne(
    'Slice',
    [x, integers(x.graph, begin), integers(x.graph, size)],
    { T: x.dtype, Index: 'int32' },
    { dtype: x.dtype, shape: size },
  )
}

/** Adds rows of zeros below a matrix. */
export function padRows(x: SymbolicTensor, rows: number): SymbolicTensor {
  const shape = [dimension(x.shape, 0) + rows, dimension(x.shape, 1)]
  return x.graph.addOne(
    'Pad',
    [x, integers(x.graph, [0, rows, 0, 0], [2, 2])],
    { T: x.dtype, Tpaddings: 'int32' },
    { dtype: x.dtype, shape },
  )
}

/** Repeats `x` along the axes in which it is smaller than `shape`. */
export function broadcastTo(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  return x.graph.addOne(
    'BroadcastTo',
    [x, integers(x.graph, shape)],
    { T: x.dtype, Tidx: 'int32' },
    { dtype: x.dtype, shape },
  )
}

/** Elements of a vector by index: `indices.shape`. */
export function gather(vector: SymbolicTensor, indices: SymbolicTensor): SymbolicTensor {
  const axis = integers(vector.graph, [0], [])
  return vector.graph.addOne(
    'GatherV2',
    [vector, indices, axis],
    { Tparams: vector.dtype, Tindices: indices.dtype, Taxis: 'int32' },
    { dtype: vector.dtype, shape: indices.shape },
  )
}

/** Passes `x` on once `operations` have run: fetch it to make updates happen. */
export function afterAll(
  x: SymbolicTensor,
  operations: readonly Operation[],
  name?: string,
): SymbolicTensor {
  const { dtype, shape } = x
  const options = name === undefined ? { control: operations } : { control: operations, name }
  return x.graph.addOne('Identity', [x], { T: dtype }, { dtype, shape }, options)
}
