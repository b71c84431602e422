import { internalError } from '../../errors'
import type { DataType } from '../graph/data-types'
import type { SymbolicTensor } from '../graph/graph'
import { broadcastShapes, dimension, formatShape, UNKNOWN_BATCH } from '../graph/shape'
import { integers } from './constants'

type UnaryOp = 'Neg' | 'Rsqrt' | 'Sin' | 'Cos'
type BinaryOp = 'AddV2' | 'Sub' | 'Mul' | 'Pow' | 'Minimum' | 'RealDiv' | 'Equal' | 'GreaterEqual'

export const negate = (x: SymbolicTensor) => unary('Neg', x)
/** 1 / sqrt(x) */
export const rsqrt = (x: SymbolicTensor) => unary('Rsqrt', x)
export const sin = (x: SymbolicTensor) => unary('Sin', x)
export const cos = (x: SymbolicTensor) => unary('Cos', x)

export const add = (a: SymbolicTensor, b: SymbolicTensor) => binary('AddV2', a, b)
export const subtract = (a: SymbolicTensor, b: SymbolicTensor) => binary('Sub', a, b)
export const multiply = (a: SymbolicTensor, b: SymbolicTensor) => binary('Mul', a, b)
export const divide = (a: SymbolicTensor, b: SymbolicTensor) => binary('RealDiv', a, b)
export const power = (a: SymbolicTensor, b: SymbolicTensor) => binary('Pow', a, b)
export const minimum = (a: SymbolicTensor, b: SymbolicTensor) => binary('Minimum', a, b)
export const equal = (a: SymbolicTensor, b: SymbolicTensor) => binary('Equal', a, b, 'bool')
export const greaterEqual = (a: SymbolicTensor, b: SymbolicTensor) =>
  binary('GreaterEqual', a, b, 'bool')

function unary(type: UnaryOp, x: SymbolicTensor): SymbolicTensor {
  return x.graph.addOne(type, [x], { T: x.dtype }, { dtype: x.dtype, shape: x.shape })
}

function binary(
  type: BinaryOp,
  a: SymbolicTensor,
  b: SymbolicTensor,
  dtype: DataType = a.dtype,
): SymbolicTensor {
  if (a.dtype !== b.dtype) throw internalError(`${type} of ${a.dtype} and ${b.dtype}`)
  const shape = broadcastShapes(a.shape, b.shape)
  return a.graph.addOne(type, [a, b], { T: a.dtype }, { dtype, shape })
}

/** The sum of tensors of one shape and type; a single one passes through. */
export function addAll(tensors: readonly SymbolicTensor[]): SymbolicTensor {
  const [first] = tensors
  if (!first) throw internalError('nothing to add')
  if (tensors.length === 1) return first
  const { dtype, shape } = first
  return first.graph.addOne('AddN', tensors, { N: tensors.length, T: dtype }, { dtype, shape })
}

/** `[rows, inner] x [inner, columns]`, either read transposed where asked. */
export function matMul(
  a: SymbolicTensor,
  b: SymbolicTensor,
  { transposeA = false, transposeB = false } = {},
): SymbolicTensor {
  const rows = dimension(a.shape, transposeA ? 1 : 0)
  const inner = dimension(a.shape, transposeA ? 0 : 1)
  const columns = dimension(b.shape, transposeB ? 0 : 1)
  if (inner !== dimension(b.shape, transposeB ? 1 : 0))
    throw internalError(`MatMul of ${formatShape(a.shape)} and ${formatShape(b.shape)}`)
  return a.graph.addOne(
    'MatMul',
    [a, b],
    { T: a.dtype, transpose_a: transposeA, transpose_b: transposeB },
    { dtype: a.dtype, shape: [rows, columns] },
  )
}

/** The sum over `axes`, which disappear. */
export function sum(
  x: SymbolicTensor,
  axes: readonly number[] = x.shape.map((_, axis) => axis),
): SymbolicTensor {
  const shape = x.shape.filter((_, axis) => !axes.includes(axis))
  return x.graph.addOne(
    'Sum',
    [x, integers(x.graph, axes)],
    { T: x.dtype, Tidx: 'int32', keep_dims: false },
    { dtype: x.dtype, shape },
  )
}

/** The position of the largest element along the last axis, as int64: a GPU compares no int32. */
export function argMax(x: SymbolicTensor): SymbolicTensor {
  if (x.shape.length !== 2) throw internalError(`ArgMax of ${formatShape(x.shape)}`)
  return x.graph.addOne(
    'ArgMax',
    [x, integers(x.graph, [1], [])],
    { T: x.dtype, Tidx: 'int32', output_type: 'int64' },
    { dtype: 'int64', shape: [x.shape[0] ?? UNKNOWN_BATCH] },
  )
}
