import { internalError } from '../../errors'
import type { DataType } from './data-types'
import type { Attributes, OpName } from './op-definitions'
import type { Shape } from './shape'

/** One output of an operation: what a tensor is before the graph has run. */
export class SymbolicTensor {
  constructor(
    readonly operation: Operation,
    readonly outputIndex: number,
    readonly dtype: DataType,
    readonly shape: Shape,
  ) {}

  get graph(): Graph {
    return this.operation.graph
  }

  /** The name by which a node's input list, a feed or a fetch refers to it. */
  get reference(): string {
    return this.outputIndex === 0
      ? this.operation.name
      : `${this.operation.name}:${this.outputIndex}`
  }
}

/** One node. Attributes are plain values; `SavedModel` turns them into protobufs. */
export interface Operation<Name extends OpName = OpName> {
  readonly graph: Graph
  readonly type: Name
  readonly name: string
  readonly inputs: readonly SymbolicTensor[]
  readonly control: readonly Operation[]
  readonly attributes: Attributes<Name>
  readonly outputs: readonly SymbolicTensor[]
}

export interface OutputSpec {
  readonly dtype: DataType
  readonly shape: Shape
}

export interface OperationOptions {
  /** Left out, the op's type and a counter make the name. */
  readonly name?: string
  /** Operations that must have run before this one does. */
  readonly control?: readonly Operation[]
}

/**
 * A TensorFlow graph under construction: operations in the order of their creation, which is a
 * topological one. Ops add themselves through the functions in `../ops`.
 */
export class Graph {
  readonly #operations: Operation[] = []
  readonly #names = new Set<string>()
  readonly #counters = new Map<string, number>()
  readonly #users = new Map<Operation, Operation[]>()

  get operations(): readonly Operation[] {
    return this.#operations
  }

  /** Operations that take an output of `operation` as an input, in order of creation. */
  usersOf(operation: Operation): readonly Operation[] {
    return this.#users.get(operation) ?? []
  }

  /**
   * Adds a node.
   * @param outputs dtype and shape of each output; the ops know them, the graph does not check.
   * @throws GlyphlabError `internal` for a name used twice or an input of another graph.
   */
  add<Name extends OpName>(
    type: Name,
    inputs: readonly SymbolicTensor[],
    attributes: Attributes<Name>,
    outputs: readonly OutputSpec[],
    { name = this.#uniqueName(type), control = [] }: OperationOptions = {},
  ): Operation<Name> {
    if (this.#names.has(name)) throw internalError(`two operations named ${name}`)
    if (inputs.some((input) => input.graph !== this))
      throw internalError(`${name} takes a tensor of another graph`)
    this.#names.add(name)
    const tensors: SymbolicTensor[] = []
    const operation: Operation<Name> = {
      graph: this,
      type,
      name,
      inputs: [...inputs],
      control: [...new Set(control)],
      attributes,
      outputs: tensors,
    }
    outputs.forEach(({ dtype, shape }, index) =>
      tensors.push(new SymbolicTensor(operation, index, dtype, shape)),
    )
    this.#operations.push(operation)
    for (const producer of new Set(inputs.map((input) => input.operation))) {
      const users = this.#users.get(producer)
      if (users) users.push(operation)
      else this.#users.set(producer, [operation])
    }
    return operation
  }

  /** Adds a node with exactly one output and answers that. */
  addOne<Name extends OpName>(
    type: Name,
    inputs: readonly SymbolicTensor[],
    attributes: Attributes<Name>,
    output: OutputSpec,
    options?: OperationOptions,
  ): SymbolicTensor {
    return outputOf(this.add(type, inputs, attributes, [output], options), 0)
  }

  #uniqueName(type: string): string {
    const count = this.#counters.get(type) ?? 0
    this.#counters.set(type, count + 1)
    return `${type}_${count}`
  }
}

/** One output of an operation that is known to have it. */
export function outputOf(operation: Operation, index: number): SymbolicTensor {
  const tensor = operation.outputs[index]
  if (!tensor) throw internalError(`${operation.name} has no output ${index}`)
  return tensor
}

/** One input of an operation that is known to have it. */
export function inputOf(operation: Operation, index: number): SymbolicTensor {
  const tensor = operation.inputs[index]
  if (!tensor) throw internalError(`${operation.name} has no input ${index}`)
  return tensor
}
