import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Correction } from '../../../../src-preload/contract/dataset'
import { PIXELS_PER_IMAGE } from '../dataset'
import { datasetFingerprint } from '../fingerprint'
import { placeOf } from '../image-place'
import { imagesInTurn, madeDataset } from '../made-dataset.test-helper'
import { applyCorrections, correctionProblem, stateProblem } from './apply-corrections'
import { foldCorrections } from './corrections-state'

const TRAIN = 12
const TEST = 6
const make = () => madeDataset(imagesInTurn(TRAIN), imagesInTurn(TEST, 3, 100))
const about = { reason: '', time: '2026-01-01T00:00:00.000Z' }
const exclude = (part: 'train' | 'test', index: number): Correction => ({
  ...{ kind: 'exclude', part, index, ...about },
})
const relabel = (part: 'train' | 'test', index: number, label: number): Correction => ({
  ...{ kind: 'relabel', part, index, label, ...about },
})

describe('whatever is corrected,', () => {
  const place = fc.oneof(
    fc.record({ part: fc.constant('train' as const), index: fc.nat(TRAIN - 1) }),
    fc.record({ part: fc.constant('test' as const), index: fc.nat(TEST - 1) }),
  )
  const corrections = fc.array(
    fc.oneof(
      place.map(({ part, index }) => exclude(part, index)),
      fc
        .tuple(place, fc.integer({ min: 1, max: 3 }))
        .map(([{ part, index }, label]) => relabel(part, index, label)),
    ),
    { maxLength: 15 },
  )

  test('each image that stays is the one of its place in the files, with its label', () => {
    fc.assert(
      fc.property(corrections, (made) => {
        const own = make()
        const state = foldCorrections(made)
        const { dataset, originals } = applyCorrections(own, state)
        const stays: number[] = []
        for (let position = 0; position < TRAIN + TEST; position++) {
          const { part, index } = placeOf(position, own)
          if (state.get(`${part}:${index}`)?.kind !== 'exclude') stays.push(position)
        }
        expect(dataset.trainCount).toBe(stays.filter((position) => position < TRAIN).length)
        expect(dataset.testCount).toBe(stays.length - dataset.trainCount)
        expect(dataset.labels).toHaveLength(stays.length)
        stays.forEach((original, position) => {
          const place = placeOf(position, dataset, originals)
          expect(place).toEqual(placeOf(original, own))
          const standing = state.get(`${place.part}:${place.index}`)
          expect(dataset.labels[position]).toBe(
            standing?.kind === 'relabel' ? standing.label - 1 : own.labels[original],
          )
          const image = (images: Uint8Array, at: number) =>
            images.slice(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
          expect(image(dataset.images, position)).toEqual(image(own.images, original))
        })
      }),
      { numRuns: 60 },
    )
  })

  test('the data set itself stays, and images keep a buffer of their own', () => {
    fc.assert(
      fc.property(corrections, (made) => {
        const own = make()
        const { dataset } = applyCorrections(own, foldCorrections(made))
        expect(datasetFingerprint(own)).toBe(datasetFingerprint(make()))
        expect(dataset.images.buffer.byteLength).toBe(dataset.labels.length * PIXELS_PER_IMAGE)
        expect(dataset.images.byteOffset).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

test('where nothing is left out, images are not copied', () => {
  const own = make()
  const { dataset, originals } = applyCorrections(own, foldCorrections([relabel('train', 0, 3)]))
  expect(dataset.images).toBe(own.images)
  expect(dataset.labels[0]).toBe(2)
  expect(originals).toBeNull()
})

test.each([
  [exclude('train', TRAIN - 1), null],
  [exclude('train', TRAIN), 'there is no image train:12: the training part has 12, the first is 0'],
  [exclude('test', TEST), 'there is no image test:6: the test part has 6, the first is 0'],
  [relabel('test', 0, 3), null],
  [relabel('test', 0, 0), 'there is no class of label 0: the 3 labels run from 1 to 3'],
])('of %j it is said: %s', (correction, problem) => {
  expect(correctionProblem(correction, make())).toBe(problem)
})

describe('a state', () => {
  const all = (part: 'train' | 'test', indices: readonly number[]) =>
    indices.map((index) => exclude(part, index))
  const emptied = 'class A would have no training image left'
  test.each([
    ['that leaves one image of each class', all('train', [0, 1, 2, 3, 4, 5, 6, 7, 8]), null],
    ['that excludes a class', all('train', [0, 3, 6, 9]), emptied],
    [
      'that gives all of a class to another',
      [...all('train', [0, 3, 6]), relabel('train', 9, 2)],
      emptied,
    ],
    [
      'that gives a class other images for its own',
      [...all('train', [0, 3, 6, 9]), relabel('train', 1, 1)],
      null,
    ],
    ['that leaves a class out of the test part', all('test', [0, 3]), null],
    [
      'that leaves no test part',
      all('test', [0, 1, 2, 3, 4, 5]),
      'the test part would have no image left',
    ],
  ])('%s', (_, corrections, problem) => {
    expect(stateProblem(foldCorrections(corrections), make())).toBe(problem)
  })

  test('is not blamed for a class that had no training image before', () => {
    const dataset = madeDataset(imagesInTurn(4, 2), [])
    expect(stateProblem(foldCorrections([exclude('train', 0)]), dataset)).toBeNull()
  })
})
