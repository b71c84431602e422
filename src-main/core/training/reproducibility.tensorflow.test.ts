import { describe, expect, test } from 'vitest'
import type { TrainingConfigurationInput } from '../../../src-preload/contract/training'
import { bitsOf, useTraining } from './quick-run.test-helper'

const { runWith } = useTraining()

describe('the same seed gives the same weights, bit for bit,', () => {
  const everything: TrainingConfigurationInput = {
    architecture: { name: 'seed-cnn', filters: [4, 6], denseUnits: 16 },
    augmentation: {},
    weightAveraging: 0.9,
    epochs: 2,
    limit: 200,
  }
  test.each<[string, TrainingConfigurationInput]>([
    ['in float32', { precision: 'float32', epochs: 2 }],
    ['in bfloat16', { precision: 'bfloat16', epochs: 2 }],
    [
      'with augmentation, dropout and averaging in float32',
      { ...everything, precision: 'float32' },
    ],
    ['with all that in bfloat16', { ...everything, precision: 'bfloat16' }],
  ])('%s, and another seed does not', async (_, input) => {
    const first = await runWith(input)
    const again = await runWith(input)
    expect(bitsOf(again.weights)).toEqual(bitsOf(first.weights))
    expect(again.one('done')).toEqual(first.one('done'))
    expect(again.of('step').map(({ loss }) => loss)).toEqual(
      first.of('step').map(({ loss }) => loss),
    )
    const other = await runWith({ ...input, seed: 2 })
    const [kernel] = Object.keys(bitsOf(first.weights))
    expect(bitsOf(other.weights)[kernel ?? '']).not.toEqual(bitsOf(first.weights)[kernel ?? ''])
  })
})
