import { expect, test } from 'vitest'
import type { LikelyClass, Reading, SheetReading } from '../../../../src-preload/contract/sketch'
import { saidOf, shownShare, type Said } from './said'

const R: LikelyClass = { characters: ['R'], probability: 0.96 }
const K: LikelyClass = { characters: ['K', 'k'], probability: 0.02 }
const A: LikelyClass = { characters: ['A'], probability: 0.012 }
const B: LikelyClass = { characters: ['B'], probability: 0.011 }
const P: LikelyClass = { characters: ['P'], probability: 0.0099 }
const DOUBTFUL_R: LikelyClass = { ...R, probability: 0.6 }

const read = (...answers: readonly LikelyClass[]): Reading => ({
  kind: 'read',
  answers: [...answers],
})
const drawn = (reading: Reading, isLegible = true): SheetReading => ({
  kind: 'drawn',
  seen: '',
  legibility: 1,
  isLegible,
  readings: [reading],
  milliseconds: 3,
})
const error = { code: 'run-missing', message: 'gone', hint: 'look' } as const

test.each<[string, SheetReading | null, Said]>([
  ['nothing was answered yet', null, { kind: 'nothing' }],
  ['nothing is drawn', { kind: 'empty' }, { kind: 'nothing' }],
  ['the model is gone', drawn({ kind: 'failed', error }), { kind: 'nothing' }],
  ['sure, with the next two', drawn(read(R, K, A, B)), { kind: 'sure', best: R, others: [K, A] }],
  ['what is unlikely is left out', drawn(read(R, P)), { kind: 'sure', best: R, others: [] }],
  ['not sure', drawn(read(DOUBTFUL_R, K)), { kind: 'not-sure', best: DOUBTFUL_R, others: [K] }],
  ['no character', drawn(read(R, K), false), { kind: 'illegible' }],
])('%s', (_, reading, said) => {
  expect(saidOf(reading)).toEqual(said)
})

test.each([
  [1, 1],
  [0.9999, 0.99],
  [0.967, 0.96],
  [0.7, 0.7],
])('%d is shown as %d', (probability, shown) => {
  expect(shownShare(probability)).toBe(shown)
})
