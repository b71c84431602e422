import { describe, expect, test } from 'vitest'
import { NO_EPOCH, shouldStopEarly, stoppingAfterEpoch, type StoppingState } from './best-epoch'

/** The state after losses of epochs 1, 2, … */
function after(...losses: readonly number[]): StoppingState {
  return losses.reduce(
    (state, loss, position) =>
      stoppingAfterEpoch(state, { epoch: position + 1, loss, accuracy: loss / 10 }),
    NO_EPOCH,
  )
}

describe('the best epoch', () => {
  test.each([
    ['is the only one', [3], { epoch: 1, loss: 3, accuracy: 0.3 }, 0],
    ['is that of the lowest loss', [3, 1, 2], { epoch: 2, loss: 1, accuracy: 0.1 }, 1],
    ['is the earliest on ties', [3, 1, 2, 1], { epoch: 2, loss: 1, accuracy: 0.1 }, 2],
    ['is won by the least gain', [1, 1 - 1e-12], { epoch: 2, loss: 1 - 1e-12 }, 0],
  ])('%s', (_, losses, best, epochsSince) => {
    expect(after(...losses)).toMatchObject({ best, epochsSince })
  })

  test('is none before the first', () => {
    expect(NO_EPOCH).toEqual({ best: null, epochsSince: 0 })
  })
})

describe('early stopping', () => {
  test.each([
    ['waits while there is patience', [1, 2], 2, false],
    ['stops when it is spent', [1, 2, 2], 2, true],
    ['takes a tie for no gain', [1, 1], 1, true],
    ['starts anew after a gain', [2, 3, 1, 2], 2, false],
    ['never stops without a limit', [1, 2, 2, 2, 2, 2, 2], null, false],
  ])('%s', (_, losses, patience, stops) => {
    expect(shouldStopEarly(after(...losses), patience)).toBe(stops)
  })

  test('does not stop before the first epoch', () => {
    expect(shouldStopEarly(NO_EPOCH, 1)).toBe(false)
  })
})
