import { constants, setPriority } from 'node:os'

/**
 * Lets everything else go first: a window must stay quick while all cores compute. On Linux a thread inherits
 * this from the one that makes it, so it comes before TensorFlow.
 */
export function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Where the system does not let it, all are equal.
  }
}
