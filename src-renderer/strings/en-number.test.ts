import { expect, test } from 'vitest'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { faultOf, rangeOf } from '../experiment/number-range'
import { numberFault } from './en-number'

const { shape } = trainingConfigurationSchema
const { restSeconds } = preferencesSchema.shape.eventMode.unwrap().shape

test.each([
  ['seconds of rest', restSeconds, 4, 'Too small: 5 to 600'],
  ['seconds of rest', restSeconds, 5.5, 'Type a whole number: 5 to 600'],
  ['epochs', shape.epochs, 100_001, 'Too large: 1 to 100,000'],
  ['a learning rate', shape.learningRate, Number.NaN, 'Type a number: above 0, at most 100'],
  ['images to train on', shape.limit, 0, 'Too small: at least 1'],
])('%s may not be what was typed (case %#)', (_, schema, typed, words) => {
  const range = rangeOf(schema)
  const fault = faultOf(typed, range)
  expect(fault === null ? null : numberFault(fault, range)).toBe(words)
})
