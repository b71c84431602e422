import { describe, expect, test } from 'vitest'
import type { KeptSketch, LikelyClass, SketchTruth } from '../../../src-preload/contract/sketch'
import { sketchIdSchema } from '../../../src-preload/contract/sketch'
import {
  captionOf,
  CHARACTER_KEYS,
  charactersOfKey,
  keyOfCharacter,
  nextGuesses,
} from './character-keys'

test('there is a key for each class of EMNIST Balanced', () => {
  expect(new Set(CHARACTER_KEYS).size).toBe(47)
  expect(CHARACTER_KEYS.flatMap(charactersOfKey).sort().join('')).toBe(
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  )
})

test.each([
  ['7', '7'],
  ['g', 'g'],
  ['G', 'G'],
  ['c', 'C'],
  ['z', 'Z'],
  ['?', null],
  ['ß', null],
])('the key of %s is %s', (character, key) => {
  expect(keyOfCharacter(character)).toBe(key)
})

const likely = (...characters: readonly string[]): LikelyClass => ({
  characters: [...characters],
  probability: 0.5,
})

test('the next guesses are all but the first', () => {
  expect([...nextGuesses([likely('g'), likely('C', 'c'), likely('9')])]).toEqual(['C', '9'])
})

describe('the caption of a kept sketch', () => {
  const kept = (said: string | null, truth: string | null, isLegible = true): KeptSketch => ({
    id: sketchIdSchema.parse('one'),
    drawnAt: '2026-01-01T00:00:00.000Z',
    pixels: '',
    said:
      said === null
        ? null
        : { model: { kind: 'built-in' }, answers: [likely(...said.split(' '))], isLegible },
    truth: truthOf(truth),
  })
  const truthOf = (truth: string | null): SketchTruth | null => {
    if (truth === null) return null
    return truth === 'none' ? { kind: 'none' } : { kind: 'character', character: truth }
  }
  test.each([
    ['what was read', kept('g', null), { said: 'g', truth: null, wasWrong: false }],
    ['what was read rightly', kept('C c', 'c'), { said: 'C', truth: 'C', wasWrong: false }],
    ['what was read wrongly', kept('Z z', '2'), { said: 'Z', truth: '2', wasWrong: true }],
    ['what is no character', kept('Z z', 'none'), { said: 'Z', truth: 'none', wasWrong: true }],
    ['what was not readable', kept('g', null, false), { said: null, truth: null, wasWrong: false }],
    ['what was not read', kept(null, '2'), { said: null, truth: '2', wasWrong: true }],
    ['a class of another alphabet', kept('ж', null), { said: 'ж', truth: null, wasWrong: false }],
  ])('%s', (_name, sketch, caption) => {
    expect(captionOf(sketch)).toEqual(caption)
  })
})
