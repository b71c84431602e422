import { describe, expect, test } from 'vitest'
import { sketchIdSchema, type SketchTruth } from '../../../src-preload/contract/sketch'
import { choosePart } from './choose-part'
import { character } from './made-sketches.test-helper'
import type { SketchPart } from './sketch-lines'
import type { LoggedSketch } from './sketches-log'

function logged(truth: SketchTruth | null, part: SketchPart, at: number): LoggedSketch {
  const sketch = { id: sketchIdSchema.parse(`s-${at}`), drawnAt: '', pixels: '', said: null, truth }
  return { sketch, part, line: { position: 0, bytes: 0 } }
}

/** Each letter a sketch: of small ones the truth is not known. */
const others = (letters: string, part: SketchPart = 'train') =>
  [...letters].map((letter, at) =>
    letter === '?' ? logged(null, null, at) : logged(character(letter), part, at),
  )

describe('the next A', () => {
  test.each([
    ['that is the first is trained with', others('BBBB'), 'train'],
    ['that is the second is trained with', others('ABBB'), 'train'],
    ['that is the third is tested', others('AA'), 'test'],
    ['is no third where nobody knows what the others are', others('A?????'), 'train'],
    ['that is the fourth is trained with', [...others('AA'), ...others('A', 'test')], 'train'],
    ['that is the seventh is trained with', [...others('AAAAA'), ...others('A', 'test')], 'train'],
    ['that is the eighth is tested', [...others('AAAAAA'), ...others('A', 'test')], 'test'],
    ['is tested where those that were are deleted', others('AAAA'), 'test'],
    [
      'is trained with where too many are tested',
      [...others('AA'), ...others('AAA', 'test')],
      'train',
    ],
  ])('%s', (_, before, part) => {
    expect(choosePart(character('A'), null, before)).toBe(part)
  })
})

test('a sketch stays where it is, whatever it is said to be', () => {
  for (const truth of [character('A'), character('b'), { kind: 'none' } as const, null])
    expect(choosePart(truth, 'test', others(''))).toBe('test')
})

test.each([null, { kind: 'none' } as const])('what is no character is in no part', (truth) => {
  expect(choosePart(truth, null, others('AAAA'))).toBeNull()
})

test('of many a fifth is tested, of each class as many', () => {
  const all: LoggedSketch[] = []
  for (let at = 0; at < 500; at++) {
    const truth = character('ABCDE'[at % 5] ?? '')
    all.push(logged(truth, choosePart(truth, null, all), at))
  }
  for (const letter of 'ABCDE') {
    const tested = all.filter(
      ({ part, sketch: { truth } }) =>
        part === 'test' && truth?.kind === 'character' && truth.character === letter,
    )
    expect(tested).toHaveLength(20)
  }
})
