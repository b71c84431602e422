import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { NONE, optionValue } from './option-value'

const { shape } = trainingConfigurationSchema

test.each([
  [shape.epochs, '15', 15],
  [shape.learningRate, '1e-3', 0.001],
  [shape.validation, '0.2', 0.2],
  [shape.validation, 'official', 'official'],
  [shape.earlyStoppingPatience, 'none', NONE],
  [shape.precision, 'bfloat16', 'bfloat16'],
  [z.string(), '15', '15'],
])('reads a value as its schema wants it: %#', (schema, word, value) => {
  expect(optionValue<unknown>(schema)(word)).toBe(value)
})

test.each([
  [shape.epochs, '0', 'a whole number from 1 to 100000'],
  [shape.epochs, '1.5', 'a whole number from 1 to 100000'],
  [shape.epochs, '', 'a whole number from 1 to 100000'],
  [shape.epochs, 'Infinity', 'a whole number from 1 to 100000'],
  [shape.learningRate, '0', 'a number, above 0 and at most 100'],
  [shape.validation, 'half', 'a number, above 0 and at most 0.9 or official'],
  [shape.earlyStoppingPatience, '-1', 'a whole number, at least 1 or none'],
  [shape.precision, 'float16', 'float32 or bfloat16'],
  [shape.logitAdjustment, 'yes', 'auto, loss, on or off'],
  [shape.labelSmoothing, '2', 'a number from 0 to 0.9'],
])('refuses what does not fit, and says what is allowed: %#', (schema, word, allowed) => {
  expect(() => optionValue<unknown>(schema)(word)).toThrow(
    new InvalidArgumentError(`Allowed: ${allowed}.`),
  )
})
