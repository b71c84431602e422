import { expect, test } from 'vitest'
import { add, matMul, multiply, sum } from '../ops/arithmetic'
import { reshape } from '../ops/array'
import { placeholder } from '../ops/constants'
import { conv2d, maxPool } from '../ops/network'
import { variable } from '../ops/variables'
import { backpropagate } from '../gradients/backpropagate'
import { Graph } from './graph'
import { printGraph } from './print-graph'
import { broadcastShapes, UNKNOWN_BATCH } from './shape'

test('a graph and its gradient read line by line', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [2, 3])
  const w = placeholder(graph, 'w', 'float32', [3, 1])
  backpropagate(sum(matMul(x, w)), [w])
  expect(printGraph(graph)).toBe(
    [
      'x = Placeholder() -> float32[2, 3]',
      'w = Placeholder() -> float32[3, 1]',
      'MatMul_0 = MatMul(x, w) -> float32[2, 1]',
      'Const_0 = Const() -> int32[2]',
      'Sum_0 = Sum(MatMul_0, Const_0) -> float32[]',
      'Const_1 = Const() -> float32[]',
      'Const_2 = Const() -> int32[2]',
      'Reshape_0 = Reshape(Const_1, Const_2) -> float32[1, 1]',
      'Const_3 = Const() -> int32[2]',
      'BroadcastTo_0 = BroadcastTo(Reshape_0, Const_3) -> float32[2, 1]',
      'MatMul_1 = MatMul(x, BroadcastTo_0) -> float32[3, 1]',
    ].join('\n'),
  )
})

test('a variable prints with what sets and reads it', () => {
  const graph = new Graph()
  variable(graph, 'w', 'float32', [2])
  expect(printGraph(graph)).toBe(
    [
      'w = VarHandleOp() -> resource[]',
      'w/fed = Placeholder() -> float32[2]',
      'DeepCopy_0 = DeepCopy(w/fed) -> float32[2]',
      'AssignVariableOp_0 = AssignVariableOp(w, DeepCopy_0)',
      'w/assigned = Const(^AssignVariableOp_0) -> int32[]',
      'w/value = ReadVariableOp(w) -> float32[2]',
    ].join('\n'),
  )
})

test.each([
  [[4, 3], [3], [4, 3]],
  [[4, 1], [3], [4, 3]],
  [[], [2, 2], [2, 2]],
  [[UNKNOWN_BATCH, 3], [3], [UNKNOWN_BATCH, 3]],
])('%j and %j broadcast to %j', (a, b, expected) => {
  expect(broadcastShapes(a, b)).toEqual(expected)
})

const image = (graph: Graph) => placeholder(graph, 'image', 'float32', [1, 4, 4, 3])
const matrix = (graph: Graph) => placeholder(graph, 'matrix', 'float32', [2, 3])

test.each<[string, (graph: Graph) => unknown, string]>([
  ['shapes that do not broadcast', (g) => add(matrix(g), image(g)), 'do not broadcast'],
  [
    'inner sizes that differ',
    (g) => matMul(matrix(g), placeholder(g, 'other', 'float32', [2, 3])),
    'MatMul of [2, 3] and [2, 3]',
  ],
  [
    'channels that differ',
    (g) => conv2d(image(g), placeholder(g, 'kernel', 'float32', [3, 3, 1, 8]), 'SAME'),
    'Conv2D of [1, 4, 4, 3] with [3, 3, 1, 8]',
  ],
  ['another number of elements', (g) => reshape(matrix(g), [5]), '[2, 3] cannot become [5]'],
  [
    'types that differ',
    (g) => multiply(matrix(g), placeholder(g, 'n', 'int32', [3])),
    'Mul of float32 and int32',
  ],
  ['a tensor of another graph', (g) => add(matrix(g), matrix(new Graph())), 'another graph'],
  ['a name used twice', (g) => [matrix(g), matrix(g)], 'two operations named matrix'],
])('refuses %s', (_, build, message) => {
  expect(() => build(new Graph())).toThrow(message)
})

test('a pool drops the edge that fills no window', () => {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [UNKNOWN_BATCH, 7, 5, 2])
  expect(maxPool(x, 2).shape).toEqual([UNKNOWN_BATCH, 3, 2, 2])
})
