import type { DataType } from '../graph/data-types'
import type { Graph, Operation, OperationOptions, SymbolicTensor } from '../graph/graph'
import type { Shape } from '../graph/shape'
import { constant, placeholder } from './constants'

/** State that lives in the session between calls. Only graphs of one session share it. */
export interface Variable {
  readonly name: string
  readonly dtype: DataType
  readonly shape: Shape
  readonly handle: SymbolicTensor
  /** Feed this and fetch {@link assigned} to set the variable. */
  readonly fedValue: SymbolicTensor
  readonly assigned: SymbolicTensor
  /** Fetch this, in a call of its own, to read the variable. */
  readonly value: SymbolicTensor
}

/** The form in which a variable's value can be fed, where that is not its own. */
export interface FedForm {
  readonly dtype: DataType
  readonly shape: Shape
  readonly convert: (fed: SymbolicTensor) => SymbolicTensor
}

/** Declares a variable. It has no value until one is assigned through its session. */
export function variable(
  graph: Graph,
  name: string,
  dtype: DataType,
  shape: Shape,
  fed: FedForm = { dtype, shape, convert: (value) => value },
): Variable {
  const handle = graph.addOne(
    'VarHandleOp',
    [],
    { dtype, shape, shared_name: name, container: '' },
    { dtype: 'resource', shape: [] },
    { name },
  )
  const fedValue = placeholder(graph, `${name}/fed`, fed.dtype, fed.shape)
  // A fed tensor may be the JavaScript array itself; the copy keeps updates from writing into that.
  const owned = graph.addOne('DeepCopy', [fed.convert(fedValue)], { T: dtype }, { dtype, shape })
  const assignment = graph.add('AssignVariableOp', [handle, owned], { dtype }, [])
  const assigned = constant(graph, 'int32', [], Int32Array.of(1), {
    name: `${name}/assigned`,
    control: [assignment],
  })
  const value = graph.addOne(
    'ReadVariableOp',
    [handle],
    { dtype },
    { dtype, shape },
    { name: `${name}/value` },
  )
  return { name, dtype, shape, handle, fedValue, assigned, value }
}

/** The variable's value once `control` has run. */
export function readVariable(variable: Variable, options?: OperationOptions): SymbolicTensor {
  const { handle, dtype, shape } = variable
  return handle.graph.addOne('ReadVariableOp', [handle], { dtype }, { dtype, shape }, options)
}

/** Subtracts `delta` from the variable in place; the operation has no output: fetch something behind it. */
export function subtractFromVariable(
  { handle, dtype }: Variable,
  delta: SymbolicTensor,
  options?: OperationOptions,
): Operation {
  return handle.graph.add('AssignSubVariableOp', [handle, delta], { dtype }, [], options)
}

/** Rows of the variable by index along its first axis: `[...indices.shape, ...row]`. */
export function gatherRows(
  { handle, dtype, shape }: Variable,
  indices: SymbolicTensor,
): SymbolicTensor {
  return handle.graph.addOne(
    'ResourceGather',
    [handle, indices],
    { dtype, Tindices: indices.dtype },
    { dtype, shape: [...indices.shape, ...shape.slice(1)] },
  )
}
