import { expect, test } from 'vitest'
import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import { runIdSchema } from '../../../src-preload/contract/run'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import { referenceModel } from '../../core/models/reference-model'
import { modelSize } from '../../core/models/summary'
import { madeRecord } from '../../core/runs/made-record.test-helper'
import { epochEstimate } from './epoch-estimate'

const run = runIdSchema.parse('20260101-000000-tiny-made')
const { multiplyAdds } = modelSize(referenceModel())
const DESCRIPTION = {
  ...madeRecord(run).description,
  ...{ trainingImages: 25_600, stepsPerEpoch: 100, multiplyAdds },
}

/** A machine that makes a step of the reference network in 200 ms, and none in bfloat16. */
const DIAGNOSIS: Diagnosis = {
  versions: { glyphlab: '0', node: 'v20', electron: null },
  checkedAt: '2026-01-01T00:00:00.000Z',
  besideRun: false,
  links: {
    processor: { status: 'checking' },
    dataHome: { status: 'waiting' },
    runtime: { status: 'waiting' },
    float32: {
      status: 'sound',
      value: { precision: 'float32', medianStepMs: 200, batchSize: 256 },
    },
    bfloat16: { status: 'waiting' },
    gpu: { status: 'waiting' },
  },
}

test('where nothing was measured nothing is said', () => {
  expect(epochEstimate(DESCRIPTION, null, null)).toBeNull()
  const configuration = trainingConfigurationSchema.parse({ precision: 'bfloat16' })
  expect(epochEstimate({ ...DESCRIPTION, configuration }, null, DIAGNOSIS)).toBeNull()
})

test('a step timed beside a run tells nothing', () => {
  expect(epochEstimate(DESCRIPTION, null, { ...DIAGNOSIS, besideRun: true })).toBeNull()
})

test('a run like it goes before the doctor, by its images', () => {
  expect(epochEstimate(DESCRIPTION, { run, secondsPerImage: 1e-3 }, DIAGNOSIS)).toEqual({
    secondsPerEpoch: 25.6,
    from: { kind: 'run', run },
  })
})

test.each<[string, object, object, number]>([
  ['as many steps', {}, {}, 20],
  ['by their number', { stepsPerEpoch: 50 }, {}, 10],
  ['by the work of an image', { multiplyAdds: multiplyAdds / 4 }, {}, 5],
  ['by the images of a step', {}, { batchSize: 128 }, 10],
])('the steps of the doctor tell: %s', (_, description, configured, secondsPerEpoch) => {
  const configuration = trainingConfigurationSchema.parse(configured)
  const estimate = epochEstimate({ ...DESCRIPTION, configuration, ...description }, null, DIAGNOSIS)
  expect(estimate?.secondsPerEpoch).toBeCloseTo(secondsPerEpoch, 8)
  expect(estimate?.from).toEqual({ kind: 'doctor' })
})
