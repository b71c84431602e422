import type { Graph, Operation } from './graph'
import { formatShape } from './shape'

/** The graph as text, one operation a line: `name = Type(inputs) -> dtype[shape]`. For tests and for reading. */
export function printGraph(graph: Graph): string {
  return graph.operations.map(printOperation).join('\n')
}

function printOperation({ name, type, inputs, control, outputs }: Operation): string {
  const from = [...inputs.map((input) => input.reference), ...control.map((op) => `^${op.name}`)]
  const to = outputs.map(({ dtype, shape }) => dtype + formatShape(shape)).join(', ')
  return `${name} = ${type}(${from.join(', ')})${to ? ` -> ${to}` : ''}`
}
