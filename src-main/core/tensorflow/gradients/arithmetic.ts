import type { SymbolicTensor } from '../graph/graph'
import { inputOf, outputOf } from '../graph/graph'
import { sameShape, type Shape } from '../graph/shape'
import { divide, matMul, multiply, negate, sum } from '../ops/arithmetic'
import { broadcastTo, reshape } from '../ops/array'
import { constantIntegers } from '../ops/constants'
import type { GradientRule } from './rule'

/** Undoes broadcasting: the gradient summed over the axes along which the operand was repeated. */
function unbroadcast(dy: SymbolicTensor, shape: Shape): SymbolicTensor {
  if (sameShape(dy.shape, shape)) return dy
  const leading = dy.shape.length - shape.length
  const axes = dy.shape.flatMap((size, axis) =>
    axis < leading || (shape[axis - leading] === 1 && size !== 1) ? [axis] : [],
  )
  const summed = sum(dy, axes)
  return sameShape(summed.shape, shape) ? summed : reshape(summed, shape)
}

export const addV2: GradientRule<'AddV2'> = (operation, dy) =>
  operation.inputs.map(
    ({ shape }) =>
      () =>
        unbroadcast(dy, shape),
  )

export const addN: GradientRule<'AddN'> = (operation, dy) => operation.inputs.map(() => () => dy)

/** d(a - b) = da - db */
export const sub: GradientRule<'Sub'> = (operation, dy) => [
  () => unbroadcast(dy, inputOf(operation, 0).shape),
  () => negate(unbroadcast(dy, inputOf(operation, 1).shape)),
]

/** d(ab) = b da + a db */
export const mul: GradientRule<'Mul'> = (operation, dy) => {
  const a = inputOf(operation, 0)
  const b = inputOf(operation, 1)
  return [() => unbroadcast(multiply(dy, b), a.shape), () => unbroadcast(multiply(dy, a), b.shape)]
}

/** d(a / b) = da / b - y db / b with y = a / b */
export const realDiv: GradientRule<'RealDiv'> = (operation, dy) => {
  const a = inputOf(operation, 0)
  const b = inputOf(operation, 1)
  const y = outputOf(operation, 0)
  return [
    () => unbroadcast(divide(dy, b), a.shape),
    () => unbroadcast(negate(multiply(dy, divide(y, b))), b.shape),
  ]
}

export const neg: GradientRule<'Neg'> = (_, dy) => [() => negate(dy)]

/** TensorFlow's own kernel: -0.5 dy y^3 */
export const rsqrt: GradientRule<'Rsqrt'> = (operation, dy) => {
  const y = outputOf(operation, 0)
  const { dtype, shape } = y
  return [() => y.graph.addOne('RsqrtGrad', [y, dy], { T: dtype }, { dtype, shape })]
}

/** Every summed element gets the sum's gradient. */
export const sumRule: GradientRule<'Sum'> = (operation, dy) => {
  const x = inputOf(operation, 0)
  const axes = constantIntegers(inputOf(operation, 1))
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  return [() => broadcastTo(sameShape(dy.shape, kept) ? dy : reshape(dy, kept), x.shape)]
}

/** With y = AB: dA = dY B', dB = A' dY; the same with either operand read transposed. */
export const matMulRule: GradientRule<'MatMul'> = (operation, dy) => {
  const a = inputOf(operation, 0)
  const b = inputOf(operation, 1)
  const { transpose_a: transposeA, transpose_b: transposeB } = operation.attributes
  return [
    () =>
      transposeA
        ? matMul(b, dy, { transposeA: transposeB, transposeB: true })
        : matMul(dy, b, { transposeB: !transposeB }),
    () =>
      transposeB
        ? matMul(dy, a, { transposeA: true, transposeB: transposeA })
        : matMul(a, dy, { transposeA: !transposeA }),
  ]
}
