import { expect, test } from 'vitest'
import { madeDataset } from '../core/datasets/made-dataset.test-helper'
import { namedClass } from './class-option'

test('a class is found however its letters with marks are written', () => {
  const names = ['e', 'é'.normalize('NFC')]
  const classes = names.map((character, label) => ({ label, character, characters: [character] }))
  const dataset = { ...madeDataset([], []), classes }
  expect(namedClass(dataset, 'é'.normalize('NFD'))).toBe(1)
  expect(() => namedClass(dataset, 'è')).toThrow('has no class è')
})
