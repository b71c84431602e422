import { describe, expect, test } from 'vitest'
import { trainingConfigurationSchema, type Precision } from '../../../src-preload/contract/training'
import { PIXELS_PER_IMAGE, type Dataset } from '../datasets/dataset'
import { applyAdjustment } from '../evaluation/adjustment'
import { evaluationReport } from '../evaluation/report'
import { ALL_FAST_PATHS } from '../models/fast-paths/fast-paths'
import { expectClose } from '../tensorflow/tolerance.test-helper'
import { CLASSES, QUICK, TEST_COUNT, useTraining } from '../training/quick-run.test-helper'
import { RunSession } from '../training/run-session'
import { buildTrainingGraph } from '../training/training-graph'
import { Recogniser, type RecognisableModel } from './recogniser'

const { tensorflow, datasets, runWith } = useTraining()

/** Test images in [0, 1], and their labels. */
function testPart({ images, labels, trainCount }: Dataset) {
  const pixels = images.subarray(trainCount * PIXELS_PER_IMAGE)
  return {
    pixels: Float32Array.from(pixels, (value) => value / 255),
    labels: labels.subarray(trainCount),
  }
}

async function recognise(
  trained: RecognisableModel,
  pixels: Float32Array,
  precision: Precision,
): Promise<Float32Array> {
  using recogniser = await Recogniser.open(tensorflow(), trained, precision)
  return await recogniser.probabilities(pixels)
}

/** What the training graph says of the test part with the weights of a trained model. */
async function testLogits(
  dataset: Dataset,
  { model, weights }: RecognisableModel,
  precision: Precision,
): Promise<Float32Array> {
  const configuration = trainingConfigurationSchema.parse({ ...QUICK, precision })
  const graph = buildTrainingGraph({
    ...configuration,
    model,
    imageCount: dataset.labels.length,
    classWeights: null,
    fastPaths: ALL_FAST_PATHS,
  })
  using session = await RunSession.open(
    tensorflow(),
    graph,
    dataset,
    ({ spec }) => weights.get(spec.name) ?? new Float32Array(),
  )
  return await session.logits(
    Int32Array.from({ length: dataset.testCount }, (_, index) => dataset.trainCount + index),
  )
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const values = new Float32Array(logits.length)
  for (let first = 0; first < logits.length; first += classes) {
    const row = logits.subarray(first, first + classes)
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0)
    row.forEach((logit, index) => (values[first + index] = Math.exp(logit) / total))
  }
  return values
}

describe('what a run leaves', () => {
  test.each<[string, Precision, 'kernel' | 'bfloat16', number | null]>([
    ['in float32', 'float32', 'kernel', null],
    ['in bfloat16', 'bfloat16', 'bfloat16', null],
    ['with averaged weights', 'float32', 'kernel', 0.9],
  ])('recognises as the run measured, %s', async (_, precision, tolerance, weightAveraging) => {
    // A little training leaves doubt, so that probabilities are neither 0 nor 1.
    const run = await runWith(
      { epochs: 1, learningRate: 1e-3, precision, weightAveraging },
      { dataset: datasets().uneven },
    )
    if (!run.trained) throw new Error('nothing was trained')
    const { trained } = run
    const { test: measured } = run.one('done')
    const { pixels, labels } = testPart(datasets().uneven)

    const probabilities = await recognise(trained, pixels, precision)
    const logits = await testLogits(datasets().uneven, trained, precision)
    const adjustment = trained.adjustment ?? new Float32Array()
    expect(adjustment).toHaveLength(CLASSES)
    expectClose(probabilities, softmax(applyAdjustment(logits, adjustment), CLASSES), tolerance)
    const report = evaluationReport(
      labels,
      { kind: 'probabilities', values: probabilities },
      trained.classes,
    )
    expect(Math.abs((report.accuracy ?? 0) - (measured.accuracy ?? 1))).toBeLessThanOrEqual(
      precision === 'float32' ? 0 : 2 / TEST_COUNT,
    )
    expectClose([report.loss ?? 0], [measured.loss ?? 1], tolerance)

    const plain = await recognise({ ...trained, adjustment: null }, pixels, precision)
    expectClose(plain, softmax(logits, CLASSES), tolerance)
    const unadjusted = evaluationReport(
      labels,
      { kind: 'probabilities', values: plain },
      trained.classes,
    )
    expectClose([unadjusted.loss ?? 0], [measured.unadjusted?.loss ?? 1], tolerance)
    expect(unadjusted.loss).not.toBeCloseTo(report.loss ?? 0, 3)
  })

  test('answers for any number of images', async () => {
    const { trained } = await runWith({ epochs: 1 })
    if (!trained) throw new Error('nothing was trained')
    const { pixels } = testPart(datasets().even)
    using recogniser = await Recogniser.open(tensorflow(), trained, 'float32')
    const all = await recogniser.probabilities(pixels.subarray(0, 5 * PIXELS_PER_IMAGE))
    const one = await recogniser.probabilities(pixels.subarray(0, PIXELS_PER_IMAGE))
    expect(all).toHaveLength(5 * CLASSES)
    expectClose(one, all.subarray(0, CLASSES), 'kernel')
    await expect(recogniser.probabilities(new Float32Array(100))).rejects.toThrow(
      '100 elements were fed to [?, 28, 28, 1]',
    )
  })
})
