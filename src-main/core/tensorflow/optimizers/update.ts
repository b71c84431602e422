import type { Operation, SymbolicTensor } from '../graph/graph'
import type { Variable } from '../ops/variables'

/** What one update of one weight is made of. */
export interface Update {
  readonly weight: Variable
  readonly gradient: SymbolicTensor
  /** float32 scalar */
  readonly learningRate: SymbolicTensor
  /** Updates made before this one, float32 scalar: Adam's bias correction starts from it. */
  readonly step: SymbolicTensor
  /**
   * Operations that must have used the weight's old value before it changes. Without them TensorFlow
   * copies the whole weight first.
   */
  readonly after: readonly Operation[]
}

/** State an optimizer keeps a weight: all of it starts at 0. */
export type Slots = readonly Variable[]
