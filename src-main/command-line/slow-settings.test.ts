import { expect, test } from 'vitest'
import { slowSettings } from './slow-settings'

const BFLOAT16 = { precision: 'bfloat16' } as const
const FLOAT32 = { precision: 'float32' } as const

test('bfloat16 is warned of where the processor has none that is fast', () => {
  expect(slowSettings(BFLOAT16, { hasFastBfloat16: false }, {})).toEqual([
    'this processor has no fast bfloat16: --precision float32 will be faster.',
  ])
})

test.each([
  ['where it is fast', BFLOAT16, true],
  ['where nothing is known', BFLOAT16, null],
  ['in float32', FLOAT32, false],
])('nothing is said %s', (_, configuration, hasFastBfloat16) => {
  expect(slowSettings(configuration, { hasFastBfloat16 }, {})).toEqual([])
})

test('a TensorFlow without oneDNN is warned of', () => {
  const environment = { TF_ENABLE_ONEDNN_OPTS: '0' }
  expect(slowSettings(FLOAT32, { hasFastBfloat16: true }, environment)).toHaveLength(1)
  expect(slowSettings(FLOAT32, { hasFastBfloat16: true }, { TF_ENABLE_ONEDNN_OPTS: '1' })).toEqual(
    [],
  )
})
