import { describe, expect, test } from 'vitest'
import { scheduleSchema } from '../../../src-preload/contract/training'
import {
  initialScheduleState,
  learningRateAt,
  scheduleAfterEpoch,
  type ScheduleOptions,
} from './schedule'

function optionsWith(schedule: object, others: Partial<ScheduleOptions> = {}): ScheduleOptions {
  return {
    schedule: scheduleSchema.parse(schedule),
    learningRate: 1e-3,
    warmUpEpochs: 0,
    stepsPerEpoch: 10,
    epochs: 12,
    ...others,
  }
}

/** The rate of each epoch's first step, one epoch further than there are losses. */
function ratesAfter(losses: readonly number[], options: ScheduleOptions): number[] {
  let state = initialScheduleState(options)
  return losses.map((loss, position) => {
    state = scheduleAfterEpoch(state, loss, options)
    return learningRateAt((position + 1) * options.stepsPerEpoch, state, options)
  })
}

const rateAt = (step: number, options: ScheduleOptions): number =>
  learningRateAt(step, initialScheduleState(options), options)

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10))

describe('plateau', () => {
  /*
   * The rates are those of Keras 3.15, a line each:
   *
   *   model = keras.Sequential([keras.layers.Dense(1)]); model.build((1, 1))
   *   model.compile(keras.optimizers.SGD(rate), 'mse')
   *   callback = keras.callbacks.ReduceLROnPlateau(factor=…, patience=…, min_lr=…)
   *   callback.set_model(model); callback.on_train_begin()
   *   for loss in losses:
   *       callback.on_epoch_end(0, {'val_loss': loss}); print(model.optimizer.learning_rate.numpy())
   *
   * 0.89995 gains less than Keras's min_delta of 1e-4 on 0.9, 0.79985 more on 0.8.
   */
  const losses = [1, 0.9, 0.95, 0.9, 0.89995, 0.8, 0.8, 0.79985, 0.85, 0.85, 0.85, 0.85]

  test.each([
    [
      'halves after an epoch without gain, down to the minimum',
      { factor: 0.5, patience: 1, minimum: 1e-4 },
      [1e-3, 1e-3, 5e-4, 2.5e-4, 1.25e-4, 1.25e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4],
    ],
    [
      'waits two epochs, and again after each reduction',
      { factor: 0.5, patience: 2, minimum: 1e-5 },
      [1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 5e-4, 5e-4, 5e-4, 5e-4, 2.5e-4, 2.5e-4, 1.25e-4],
    ],
    [
      'takes a patience of nought for one',
      { factor: 0.1, patience: 0, minimum: 1e-5 },
      [1e-3, 1e-3, 1e-4, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5],
    ],
  ])('%s', (_, schedule, rates) => {
    const options = optionsWith({ kind: 'plateau', ...schedule })
    expect(ratesAfter(losses, options)).toEqual(closeTo(rates))
  })

  test('leaves a rate below its minimum alone', () => {
    const options = optionsWith({ kind: 'plateau', minimum: 1e-2 })
    expect(ratesAfter([1, 1, 1], options)).toEqual([1e-3, 1e-3, 1e-3])
  })
})

describe('cosine', () => {
  test('starts at the rate, ends at the minimum, and is half way in the middle', () => {
    const options = optionsWith({ kind: 'cosine', minimum: 2e-4 }, { epochs: 4 })
    expect(rateAt(0, options)).toBe(1e-3)
    expect(rateAt(20, options)).toBeCloseTo(6e-4, 12)
    expect(rateAt(40, options)).toBe(2e-4)
    expect(rateAt(1000, options)).toBe(2e-4)
  })

  test('follows half a cosine', () => {
    // (1 + cos(pi / 4)) / 2 and (1 + cos(3 pi / 4)) / 2
    const options = optionsWith({ kind: 'cosine' }, { epochs: 4 })
    expect(rateAt(10, options)).toBeCloseTo(0.8535533906e-3, 12)
    expect(rateAt(30, options)).toBeCloseTo(0.1464466094e-3, 12)
  })

  test('begins where the warm-up ends', () => {
    const options = optionsWith({ kind: 'cosine' }, { epochs: 5, warmUpEpochs: 1 })
    expect(rateAt(10, options)).toBe(1e-3)
    expect(rateAt(30, options)).toBeCloseTo(5e-4, 12)
    expect(rateAt(50, options)).toBe(0)
  })

  test('does not move with the validation loss', () => {
    const options = optionsWith({ kind: 'cosine' })
    const state = initialScheduleState(options)
    expect(scheduleAfterEpoch(state, 1, options)).toBe(state)
  })

  test('never rises to a minimum above the rate', () => {
    const options = optionsWith({ kind: 'cosine', minimum: 1 })
    expect(rateAt(60, options)).toBe(1e-3)
  })
})

describe('warm-up', () => {
  test('rises in equal parts and reaches the rate with its last step', () => {
    const options = optionsWith({ kind: 'constant' }, { warmUpEpochs: 0.5 })
    const rates = [0, 1, 2, 3, 4, 5, 90].map((step) => rateAt(step, options))
    expect(rates).toEqual(closeTo([2e-4, 4e-4, 6e-4, 8e-4, 1e-3, 1e-3, 1e-3]))
  })

  test('rises to a rate that plateau has already reduced', () => {
    const options = optionsWith({ kind: 'plateau' }, { warmUpEpochs: 4 })
    const state = { learningRate: 5e-4, lowestLoss: 1, epochsWithoutGain: 0 }
    expect(learningRateAt(19, state, options)).toBeCloseTo(2.5e-4, 12)
  })

  test('longer than the run still rises', () => {
    const options = optionsWith({ kind: 'cosine' }, { epochs: 1, warmUpEpochs: 2 })
    expect(rateAt(9, options)).toBeCloseTo(5e-4, 12)
  })
})

test('a constant rate stays', () => {
  const options = optionsWith({ kind: 'constant' })
  expect(ratesAfter([1, 2, 3], options)).toEqual([1e-3, 1e-3, 1e-3])
})
