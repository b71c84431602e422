import { describe, expect, test } from 'vitest'
import type { TrainingConfiguration } from '../../../src-preload/contract/training'
import type { Dataset } from '../datasets/dataset'
import type { TrainingSplit } from '../datasets/split'
import { planSteering, validationMeans, type Steering } from './steering'

/** A data set of labels alone, and its first images in turn as training, validation and test part. */
function partsOf(
  train: readonly number[],
  validation: readonly number[],
  tested: readonly number[],
) {
  const labels = Int32Array.from([...train, ...validation, ...tested])
  const names = ['a', 'b', 'c'].slice(0, 1 + Math.max(...labels))
  const classes = names.map((character, label) => ({ label, character, characters: [character] }))
  const trainCount = train.length + validation.length
  const dataset: Dataset = {
    name: 'made',
    split: 'balanced',
    classes,
    height: 28,
    width: 28,
    images: new Uint8Array(),
    labels,
    trainCount,
    testCount: tested.length,
  }
  const all = Int32Array.from({ length: trainCount }, (_, index) => index)
  const split: TrainingSplit = {
    train: all.slice(0, train.length),
    validation: all.slice(train.length),
  }
  return { dataset, split }
}

const labelsOf = (...counts: readonly number[]) =>
  counts.flatMap((count, label) => new Array<number>(count).fill(label))

function plan(
  { dataset, split }: ReturnType<typeof partsOf>,
  settings: Partial<TrainingConfiguration> = {},
): Steering {
  return planSteering(dataset, split, {
    classWeights: 'none',
    logitAdjustment: 'auto',
    ...settings,
  })
}

const near = (values: ArrayLike<number>) =>
  Array.from(values, (value) => expect.closeTo(value, 6) as number)

// Training and validation part have three times as many a as b, the test part as many of either.
const unbalanced = partsOf(labelsOf(300, 100), [0, 0, 0, 1], labelsOf(200, 200))
const balanced = partsOf(labelsOf(200, 200), [0, 1], labelsOf(200, 200))
/** log(1/2) - log(3/4) and log(1/2) - log(1/4), shifted to mean 0: -+ log(3) / 2. */
const CORRECTION = [-Math.log(3) / 2, Math.log(3) / 2]

describe('the plan', () => {
  test('where shares agree leaves everything as it is', () => {
    expect(plan(balanced)).toEqual({
      adjustment: null,
      lossAdjustment: null,
      validationWeights: undefined,
      classWeights: null,
    })
  })

  test('without a test part there is nothing to steer towards', () => {
    const untested = partsOf(labelsOf(300, 100), [0, 0, 0, 1], labelsOf(0, 0))
    expect(plan(untested)).toMatchObject({
      ...{ adjustment: null, validationWeights: undefined, classWeights: null },
    })
    expect(() => plan(untested, { logitAdjustment: 'on' })).toThrow(
      'logits cannot be adjusted: the data set has no test part',
    )
  })

  test('where shares differ adjusts the logits and weighs validation to the test part', () => {
    const { adjustment, lossAdjustment, validationWeights, classWeights } = plan(unbalanced)
    expect(lossAdjustment).toBeNull()
    expect([...(adjustment ?? [])]).toEqual(near(CORRECTION))
    expect([...(validationWeights ?? [])]).toEqual(near([2 / 3, 2 / 3, 2 / 3, 2]))
    expect(classWeights).toBeNull()
  })

  test('corrects within the loss instead, by the opposite, when told to', () => {
    const { adjustment, lossAdjustment } = plan(unbalanced, { logitAdjustment: 'loss' })
    expect(adjustment).toBeNull()
    expect([...(lossAdjustment ?? [])]).toEqual(near(CORRECTION.map((value) => -value)))
    expect(plan(balanced, { logitAdjustment: 'loss' })).toEqual(plan(balanced))
  })

  test('weighs validation also where the logits stay', () => {
    const { adjustment, validationWeights } = plan(unbalanced, { logitAdjustment: 'off' })
    expect(adjustment).toBeNull()
    expect(validationWeights).toHaveLength(4)
  })

  test('adjusts when told to, by nothing where shares agree', () => {
    expect([...(plan(balanced, { logitAdjustment: 'on' }).adjustment ?? [])]).toEqual(near([0, 0]))
  })

  test('takes nothing of the test part but its shares', () => {
    const mixed = partsOf(
      labelsOf(300, 100),
      [0, 0, 0, 1],
      Array.from({ length: 400 }, (_, index) => index % 2),
    )
    expect(plan(mixed)).toEqual(plan(unbalanced))
  })
})

describe('balanced class weights', () => {
  test('weigh all classes alike, with mean 1 over the training images', () => {
    const { classWeights } = plan(unbalanced, { classWeights: 'balanced' })
    expect([...(classWeights ?? [])]).toEqual(near([2 / 3, 2]))
    const [a = 0, b = 0] = classWeights ?? []
    expect((300 * a + 100 * b) / 400).toBeCloseTo(1, 6)
  })

  test('make the network learn even shares: nothing is left to adjust', () => {
    const { adjustment, validationWeights } = plan(unbalanced, { classWeights: 'balanced' })
    expect(adjustment).toBeNull()
    // The validation part is as uneven as before.
    expect(validationWeights).toHaveLength(4)
  })

  test('are themselves adjusted for where the test part is uneven', () => {
    const uneven = partsOf(labelsOf(300, 100), [0, 0, 0, 1], labelsOf(300, 100))
    expect(plan(uneven).adjustment).toBeNull()
    const { adjustment } = plan(uneven, { classWeights: 'balanced' })
    // From even shares back to 3 : 1.
    expect([...(adjustment ?? [])]).toEqual(near(CORRECTION.toReversed()))
  })

  test('leave out a class that has no training image', () => {
    const parts = partsOf(labelsOf(300, 0, 100), [0, 2], labelsOf(100, 100, 100))
    const { classWeights } = plan(parts, { classWeights: 'balanced' })
    expect([...(classWeights ?? [])]).toEqual(near([2 / 3, 0, 2]))
  })
})

describe('validation', () => {
  const labels = Int32Array.of(0, 0, 0, 1)
  // The third image of a is taken for b by little, that of b for a by more than the correction.
  const logits = Float32Array.of(2, 0, 1, 0, 0, 0.5, 2, 0)

  test('without a plan is the same plain and steering', () => {
    const { validation, steering } = validationMeans(labels, logits, 2, plan(balanced))
    expect(steering).toEqual(validation)
    expect(validation.accuracy).toBe(0.5)
  })

  test('weighted equals validation of a part resampled to the shares of the test part', () => {
    const steered = plan(unbalanced, { logitAdjustment: 'off' })
    const { validation, steering } = validationMeans(labels, logits, 2, steered)
    // The only b three times: as many of either.
    const resampled = validationMeans(
      Int32Array.of(0, 0, 0, 1, 1, 1),
      Float32Array.of(...logits, 2, 0, 2, 0),
      2,
      plan(balanced),
    )
    expect(steering.loss).toBeCloseTo(resampled.validation.loss, 12)
    expect(steering.accuracy).toBeCloseTo(resampled.validation.accuracy, 12)
    expect(steering.loss).not.toBeCloseTo(validation.loss, 2)
  })

  test('steers by adjusted logits, and shows the plain ones beside', () => {
    const { validation, steering } = validationMeans(labels, logits, 2, plan(unbalanced))
    expect(validation.accuracy).toBe(0.5)
    // Adjusted by -+0.55 the second image of a is taken for b too? 1 - 0.55 < 0 + 0.55: yes.
    expect(steering.accuracy).toBeCloseTo(1 / 6, 12)
    // Mean of ln(1 + exp(difference)), weights 2/3, 2/3, 2/3, 2 of 4, difference + ln 3 or - ln 3.
    const losses = [-2, -1, 0.5].map((difference) => Math.log1p(3 * Math.exp(difference)))
    const last = Math.log1p(Math.exp(2) / 3)
    const expected = (losses.reduce((sum, loss) => sum + loss, 0) / 3 + last) / 2
    expect(steering.loss).toBeCloseTo(expected, 6)
  })
})
