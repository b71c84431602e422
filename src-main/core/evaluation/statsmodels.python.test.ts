import { expect, test } from 'vitest'
import { z } from 'zod'
import fixture from '../../../test/fixtures/evaluation/comparisons.json'
import { describeWithPython, runPython } from '../../../test/python/run-python'
import { expectClose } from './close.test-helper'

const answerSchema = z.array(z.array(z.record(z.string(), z.number())))

describeWithPython('the fixture of paired comparisons', () => {
  test('is what statsmodels says', async () => {
    const stdin = JSON.stringify(fixture)
    const answer = answerSchema.parse(await runPython('compare_predictions.py', [], stdin))
    expect(answer).toHaveLength(fixture.length)
    expectClose(answer, fixture, 1e-12)
  })
})
