import type { OptimizerConfiguration } from '../../../../src-preload/contract/training'
import { assertNever } from '../../errors'
import type { Operation } from '../graph/graph'
import { variable, type Variable } from '../ops/variables'
import { applyAdam, applyAdamW } from './adam'
import { applyMomentum } from './momentum'
import type { Slots, Update } from './update'

/** Declares the slots of one weight, named after it. */
export function optimizerSlots(optimizer: OptimizerConfiguration, weight: Variable): Slots {
  return slotNames(optimizer).map((slot) =>
    variable(weight.handle.graph, `${weight.name}/${slot}`, weight.dtype, weight.shape),
  )
}

function slotNames({ kind }: OptimizerConfiguration): readonly string[] {
  switch (kind) {
    case 'adam':
    case 'adamw':
      return ['m', 'v']
    case 'sgd':
      return ['momentum']
    default:
      return assertNever(kind)
  }
}

/** Adds the node that updates a weight; nothing happens unless a fetch depends on it. */
export function applyUpdate(
  optimizer: OptimizerConfiguration,
  update: Update,
  slots: Slots,
): Operation {
  switch (optimizer.kind) {
    case 'adam':
      return applyAdam(update, slots)
    case 'adamw':
      return applyAdamW(update, slots, optimizer.weightDecay)
    case 'sgd':
      return applyMomentum(update, slots, optimizer.momentum)
    default:
      return assertNever(optimizer)
  }
}
