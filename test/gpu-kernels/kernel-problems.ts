import { assertNever } from '../../src-main/core/errors'
import type { DataType } from '../../src-main/core/tensorflow/graph/data-types'
import type { Operation, SymbolicTensor } from '../../src-main/core/tensorflow/graph/graph'
import { attributeKinds, type OpName } from '../../src-main/core/tensorflow/graph/op-definitions'
import { elementCount, UNKNOWN_BATCH } from '../../src-main/core/tensorflow/graph/shape'
import { placementOf } from './kernel-table'

/** Beyond this many elements an output is data, and data has no business on the host. */
const MAXIMUM_HOST_ELEMENTS = 16

/** What may compute on the host of a GPU, by op and by the types of its outputs. */
export const HOST_OPS: { readonly [Name in OpName]?: { types: readonly DataType[]; why: string } } =
  {
    Const: { types: ['int32'], why: 'axes and sizes, which kernels read in host memory' },
    VarHandleOp: { types: ['resource'], why: 'names a variable, whose value lies on the GPU' },
    Unpack: { types: ['int32'], why: 'parts the seed from the step, two numbers fed each step' },
    StatelessRandomGetKeyCounter: {
      types: ['uint64'],
      why: 'makes key and counter of two numbers: its only kernel for a GPU is this one',
    },
  }

/** The operations that run when `tensors` are fetched: all they depend on, in the order of the graph. */
export function operationsBehind(tensors: readonly SymbolicTensor[]): readonly Operation[] {
  const found = new Set<Operation>()
  const waiting = tensors.map(({ operation }) => operation)
  for (let operation = waiting.pop(); operation; operation = waiting.pop()) {
    if (found.has(operation)) continue
    found.add(operation)
    waiting.push(...operation.inputs.map((input) => input.operation), ...operation.control)
  }
  const graph = tensors[0]?.graph
  return graph ? graph.operations.filter((operation) => found.has(operation)) : []
}

/** One line for each operation that a GPU cannot run, or that would run on its host without leave. */
export function kernelProblems(operations: readonly Operation[]): readonly string[] {
  return operations.flatMap((operation) => {
    const placement = placementOf(operation)
    switch (placement) {
      case 'gpu':
        return []
      case 'host':
        return mayRunOnHost(operation) ? [] : [`${describe(operation)} runs on the host`]
      case 'no kernel':
        return [`${describe(operation)} has no GPU kernel`]
      default:
        return assertNever(placement)
    }
  })
}

function mayRunOnHost({ type, outputs }: Operation): boolean {
  const allowed = HOST_OPS[type]
  return (
    allowed !== undefined &&
    outputs.every(
      ({ dtype, shape }) =>
        allowed.types.includes(dtype) &&
        !shape.includes(UNKNOWN_BATCH) &&
        elementCount(shape) <= MAXIMUM_HOST_ELEMENTS,
    )
  )
}

/** `Equal_0 = Equal(T int32)` */
function describe({ name, type, attributes }: Operation): string {
  const kinds = attributeKinds(type)
  const types = Object.entries(attributes).flatMap(([attribute, value]) =>
    kinds[attribute] === 'type' ? [`${attribute} ${String(value)}`] : [],
  )
  return `${name} = ${type}(${types.join(', ')})`
}
