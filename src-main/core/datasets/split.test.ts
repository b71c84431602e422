import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/random'
import { classCounts } from './class-shares'
import type { CharacterClass } from './dataset'
import { splitTrainingPart, type TrainingSplit } from './split'

/** A data set without images: `trainCounts` of each class, mixed, then `testCount` of class 0. */
function made(trainCounts: readonly number[], testCount: number) {
  const train = Int32Array.from(
    trainCounts.flatMap((count, label) => new Array<number>(count).fill(label)),
  )
  createRandom(9, 'mixed').shuffle(train)
  const labels = new Int32Array(train.length + testCount)
  labels.set(train)
  const classes = trainCounts.map((_, label): CharacterClass => {
    const character = String.fromCodePoint(0x41 + label)
    return { label, character, characters: [character] }
  })
  return { classes, labels, trainCount: train.length, testCount }
}

const tenth = { validation: 0.1, splitSeed: 0, limit: null } as const

function expectParted({ train, validation }: TrainingSplit, count: number): void {
  const all = [...train, ...validation]
  expect(new Set(all).size).toBe(all.length)
  expect(all.every((index) => index >= 0 && index < count)).toBe(true)
  for (const side of [train, validation]) expect([...side]).toEqual([...side].sort((a, b) => a - b))
}

describe('a share', () => {
  test('is held out of every class alike', () => {
    const dataset = made([400, 1000, 200], 50)
    const split = splitTrainingPart(dataset, tenth)
    expectParted(split, 1600)
    expect([...classCounts(dataset.labels, 3, split.validation)]).toEqual([40, 100, 20])
    expect(split.train.length).toBe(1440)
  })

  test('leaves no image out, and one of each class on either side', () => {
    const counts = fc.array(fc.nat({ max: 60 }), { minLength: 2, maxLength: 40 })
    const share = fc.double({ min: 0.001, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(
        counts.filter((sizes) => sizes.some((size) => size >= 2)),
        share,
        fc.nat(),
        (sizes, validation, splitSeed) => {
          const dataset = made(sizes, 5)
          const split = splitTrainingPart(dataset, { validation, splitSeed, limit: null })
          expectParted(split, dataset.trainCount)
          expect(split.train.length + split.validation.length).toBe(dataset.trainCount)
          const trained = classCounts(dataset.labels, sizes.length, split.train)
          const held = classCounts(dataset.labels, sizes.length, split.validation)
          sizes.forEach((size, label) => {
            if (size >= 2)
              expect(Math.min(trained[label] ?? 0, held[label] ?? 0)).toBeGreaterThan(0)
            if (size === 1) expect(trained[label]).toBe(1)
          })
        },
      ),
    )
  })

  test('depends on the split seed alone, and differs between seeds', () => {
    const dataset = made([500, 500], 5)
    const one = splitTrainingPart(dataset, tenth)
    expect(splitTrainingPart(made([500, 500], 5), tenth)).toEqual(one)
    const other = splitTrainingPart(dataset, { ...tenth, splitSeed: 1 })
    const common = other.validation.filter((index) => one.validation.includes(index)).length
    // 100 of 1000 twice: about 10 in common by chance.
    expect(common).toBeLessThan(30)
  })

  test('that is larger holds out what a smaller one does', () => {
    const dataset = made([300, 80, 41], 5)
    const smaller = splitTrainingPart(dataset, tenth).validation
    const larger = new Set(splitTrainingPart(dataset, { ...tenth, validation: 0.2 }).validation)
    expect(smaller.every((index) => larger.has(index))).toBe(true)
  })

  test('of the whole file is drawn evenly, not from its start', () => {
    const { validation } = splitTrainingPart(made([5000, 5000], 5), tenth)
    const mean = validation.reduce((sum, index) => sum + index, 0) / validation.length
    // Standard error of the mean position: 91.
    expect(Math.abs(mean - 5000)).toBeLessThan(400)
  })

  test('that leaves one side empty is refused', () => {
    expect(() => splitTrainingPart(made([1, 1, 1], 5), tenth)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message:
          'validation 0.1 of 3 training images leaves 3 to learn from and 0 to validate with',
      }),
    )
  })

  // Recorded from this module: a change of any figure changes the validation part of every earlier run.
  test('stays the same from version to version', () => {
    expect([...splitTrainingPart(made([20, 30], 5), tenth).validation]).toEqual([0, 3, 4, 23, 35])
  })
})

describe('the official portion', () => {
  test('is the last test-sized one, in file order', () => {
    const split = splitTrainingPart(made([6, 6], 4), { ...tenth, validation: 'official' })
    expect([...split.validation]).toEqual([8, 9, 10, 11])
    expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('of a limited subset is what lies in the last test-sized one', () => {
    const options = { validation: 'official', splitSeed: 0, limit: 100 } as const
    const split = splitTrainingPart(made([500, 500], 200), options)
    expectParted(split, 1000)
    expect(split.train.length + split.validation.length).toBe(100)
    expect(Math.max(...split.train)).toBeLessThan(800)
    expect(Math.min(...split.validation)).toBeGreaterThanOrEqual(800)
  })

  test.each([12, 13])('of %i out of 12 images is refused', (testCount) => {
    const options = { ...tenth, validation: 'official' } as const
    expect(() => splitTrainingPart(made([6, 6], testCount), options)).toThrow(
      'validation official of 12 training images leaves 0 to learn from and 12 to validate with',
    )
  })
})

describe('a limit', () => {
  test('takes a stratified subset before the split', () => {
    const dataset = made([400, 1000, 600], 50)
    const split = splitTrainingPart(dataset, { ...tenth, limit: 200 })
    expectParted(split, 2000)
    expect([...classCounts(dataset.labels, 3, split.train)]).toEqual([36, 90, 54])
    expect([...classCounts(dataset.labels, 3, split.validation)]).toEqual([4, 10, 6])
  })

  test('keeps two of a rare class where there is room', () => {
    const dataset = made([5, 5000, 5000], 50)
    const split = splitTrainingPart(dataset, { ...tenth, limit: 100 })
    expect(split.train.length + split.validation.length).toBe(100)
    expect(classCounts(dataset.labels, 3, split.train)[0]).toBe(1)
    expect(classCounts(dataset.labels, 3, split.validation)[0]).toBe(1)
  })

  test('above the number of images takes all', () => {
    const dataset = made([40, 60], 5)
    expect(splitTrainingPart(dataset, { ...tenth, limit: 101 })).toEqual(
      splitTrainingPart(dataset, tenth),
    )
  })
})
