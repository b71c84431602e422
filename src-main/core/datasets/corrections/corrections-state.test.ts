import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Correction } from '../../../../src-preload/contract/dataset'
import {
  correctionsFingerprint,
  earlierState,
  foldCorrections,
  inFileOrder,
  placeName,
  summariseCorrections,
} from './corrections-state'

const about = { reason: '', time: '2026-01-01T00:00:00.000Z' }
const exclude = (part: 'train' | 'test', index: number): Correction => ({
  ...{ kind: 'exclude', part, index, ...about },
})
const relabel = (part: 'train' | 'test', index: number, label: number): Correction => ({
  ...{ kind: 'relabel', part, index, label, ...about },
})
const restore = (part: 'train' | 'test', index: number): Correction => ({
  ...{ kind: 'restore', part, index, ...about },
})
const fingerprintOf = (corrections: readonly Correction[]) =>
  correctionsFingerprint(foldCorrections(corrections))

test('the last word on an image is what counts', () => {
  const state = foldCorrections([
    exclude('test', 3),
    relabel('test', 3, 36),
    exclude('train', 17),
    exclude('train', 5),
    restore('train', 5),
    restore('train', 6),
  ])
  expect(inFileOrder(state)).toEqual([exclude('train', 17), relabel('test', 3, 36)])
  expect(summariseCorrections(state)).toMatchObject({ excluded: 1, relabelled: 1 })
})

test('the fingerprint is that of the canonical text', () => {
  // printf 'glyphlab corrections 1\n["train",17,"exclude"]\n["test",3,"relabel",36]\n' | sha256sum
  expect(fingerprintOf([relabel('test', 3, 36), exclude('train', 17)])).toBe(
    '1cec30d7c93275ad37c92824cf62669785a4c531e6d61ba7e87b808ce9517f5c',
  )
})

test('what comes to nothing has no fingerprint', () => {
  expect(fingerprintOf([])).toBeNull()
  expect(fingerprintOf([exclude('train', 1), restore('train', 1)])).toBeNull()
  expect(summariseCorrections(new Map())).toBeNull()
})

test('reasons and times are no part of the fingerprint', () => {
  const other = { ...exclude('train', 1), reason: 'blurred', time: '2027-01-01T00:00:00.000Z' }
  expect(fingerprintOf([other])).toBe(fingerprintOf([exclude('train', 1)]))
})

describe('whatever is corrected,', () => {
  const place = { part: fc.constantFrom('train' as const, 'test' as const), index: fc.nat(9) }
  const correction: fc.Arbitrary<Correction> = fc.oneof(
    fc.record(place).map(({ part, index }) => exclude(part, index)),
    fc
      .record({ ...place, label: fc.nat(3) })
      .map(({ part, index, label }) => relabel(part, index, label)),
    fc.record(place).map(({ part, index }) => restore(part, index)),
  )
  const log = fc.array(correction, { maxLength: 30 })

  test('the order of different images does not matter', () => {
    const shuffledLog = fc
      .uniqueArray(correction, { selector: placeName, maxLength: 15 })
      .chain((made) =>
        fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })),
      )
    fc.assert(
      fc.property(shuffledLog, ([made, shuffled]) => {
        expect(fingerprintOf(shuffled)).toBe(fingerprintOf(made))
      }),
    )
  })

  test('what is taken back leaves the fingerprint that was before', () => {
    fc.assert(
      fc.property(log, correction, (made, last) => {
        const before = foldCorrections(made)
        const standing = before.get(placeName(last))
        const undone = foldCorrections([last, standing ?? restore(last.part, last.index)], before)
        expect(correctionsFingerprint(undone)).toBe(correctionsFingerprint(before))
      }),
    )
  })

  test('different states have different fingerprints', () => {
    fc.assert(
      fc.property(log, log, (a, b) => {
        const isSame =
          JSON.stringify(inFileOrder(foldCorrections(a))) ===
          JSON.stringify(inFileOrder(foldCorrections(b)))
        expect(fingerprintOf(a) === fingerprintOf(b)).toBe(isSame)
      }),
    )
  })

  test('every state on the way is found again', () => {
    fc.assert(
      fc.property(log, fc.nat(), (made, at) => {
        const then = foldCorrections(made.slice(0, at % (made.length + 1)))
        const summary = summariseCorrections(then)
        if (summary === null) return
        const found = earlierState(made, summary)
        expect(found && inFileOrder(found)).toEqual(inFileOrder(then))
      }),
    )
  })

  test('a state that never was is not found', () => {
    const summary = { fingerprint: 'f'.repeat(64), excluded: 1, relabelled: 0 }
    fc.assert(
      fc.property(log, (made) => {
        expect(earlierState(made, summary)).toBeNull()
      }),
    )
  })
})
