import { inputOf } from '../graph/graph'
import { cast, reshape } from '../ops/array'
import type { GradientRule } from './rule'

export const reshapeRule: GradientRule<'Reshape'> = (operation, dy) => [
  () => reshape(dy, inputOf(operation, 0).shape),
  undefined,
]

/** The gradient goes back in the type its value came in. */
export const castRule: GradientRule<'Cast'> = (operation, dy) => [
  () => cast(dy, inputOf(operation, 0).dtype),
]

export const identity: GradientRule<'Identity'> = (_, dy) => [() => dy]
