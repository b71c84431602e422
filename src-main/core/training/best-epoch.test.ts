import { describe, expect, test } from 'vitest'
import { bestAfterEpoch, NO_EPOCH, shouldStopEarly, type BestEpoch } from './best-epoch'

/** The best epoch after losses of epochs 1, 2, … */
function bestOf(...losses: readonly number[]): BestEpoch {
  return losses.reduce((best, loss, position) => bestAfterEpoch(best, position + 1, loss), NO_EPOCH)
}

describe('the best epoch', () => {
  test.each([
    ['is the only one', [3], { epoch: 1, loss: 3, epochsSince: 0 }],
    ['is that of the lowest loss', [3, 1, 2], { epoch: 2, loss: 1, epochsSince: 1 }],
    ['is the earliest on ties', [3, 1, 2, 1], { epoch: 2, loss: 1, epochsSince: 2 }],
    ['is won by the least gain', [3, 3 - 1e-12], { epoch: 2, loss: 3 - 1e-12, epochsSince: 0 }],
  ])('%s', (_, losses, best) => {
    expect(bestOf(...losses)).toEqual(best)
  })

  test('is none before the first', () => {
    expect(NO_EPOCH).toEqual({ epoch: null, loss: Infinity, epochsSince: 0 })
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
    expect(shouldStopEarly(bestOf(...losses), patience)).toBe(stops)
  })

  test('does not stop before the first epoch', () => {
    expect(shouldStopEarly(NO_EPOCH, 1)).toBe(false)
  })
})
