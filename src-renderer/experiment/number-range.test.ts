import { describe, expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { faultOf, rangeOf, readNumber } from './number-range'
import { NUMBER_SETTINGS, stepped } from './number-settings'

const { shape } = trainingConfigurationSchema

describe('a range is read out of its schema', () => {
  test.each([
    ['whole numbers', shape.epochs, 1, true, 100_000, true, true],
    ['a bound that is out', shape.learningRate, 0, false, 100, true, false],
    ['both bounds out, and null', shape.weightAveraging, 0, false, 1, false, false],
    ['a union with words', shape.validation, 0, false, 0.9, true, false],
    ['no upper bound', shape.limit, 1, true, null, true, true],
  ])('%s', (_, schema, least, isLeastIncluded, most, isMostIncluded, isWhole) => {
    expect(rangeOf(schema)).toEqual({ least, isLeastIncluded, most, isMostIncluded, isWhole })
  })

  test('and is shown in the unit of the form', () => {
    expect(NUMBER_SETTINGS.validation.range).toMatchObject({ least: 0, most: 90 })
    expect(NUMBER_SETTINGS.shift.range).toMatchObject({ least: 0, most: 14 })
  })

  test('a schema without numbers is our own fault', () => {
    expect(() => rangeOf(shape.classWeights)).toThrow('no number')
  })
})

test.each([
  ['15', 15],
  [' 0,25 ', 0.25],
  ['1e-3', 0.001],
  ['.5', 0.5],
  ['-1', -1],
  ['', Number.NaN],
  ['12 px', Number.NaN],
  ['0x10', Number.NaN],
  ['Infinity', Number.NaN],
])('the text %j says %d', (text, value) => {
  expect(readNumber(text)).toBe(value)
})

test.each([
  ['epochs', Number.NaN, 'not-a-number'],
  ['epochs', 0, 'too-small'],
  ['epochs', 1, null],
  ['epochs', 1.5, 'not-whole'],
  ['epochs', 100_001, 'too-large'],
  ['learningRate', 0, 'too-small'],
  ['learningRate', 1e-9, null],
  ['weightAveraging', 1, 'too-large'],
  ['plateauPatience', 0, null],
] as const)('%s of %d: %s', (name, value, fault) => {
  expect(faultOf(value, NUMBER_SETTINGS[name].range)).toBe(fault)
})

describe('arrow keys', () => {
  test.each([
    ['epochs', 15, 1, 16],
    ['epochs', 1, -1, 1],
    ['batchSize', 256, 1, 512],
    ['batchSize', 65_536, 1, 65_536],
    ['learningRate', 0.001, 1, 0.002],
    ['learningRate', 0.001, -1, 0.0005],
    ['learningRate', 0.003, 1, 0.005],
    ['plateauMinimum', 0, 1, 0.000001],
    ['convolutionDropout', 0.95, 1, 0.95],
    ['convolutionDropout', 0.3, 1, 0.35],
    ['validation', 10, -1, 9],
    ['validation', 1, -1, 1],
  ] as const)('%s goes from %d by %d to %d', (name, from, direction, to) => {
    expect(stepped(name, from, direction)).toBe(to)
  })
})
