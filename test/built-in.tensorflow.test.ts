import { beforeAll, expect, test } from 'vitest'
import { readEmnist } from '../src-main/core/datasets/emnist'
import { datasetFingerprint } from '../src-main/core/datasets/fingerprint'
import { realData } from '../src-main/core/datasets/real-data.test-helper'
import { builtInFolder } from '../src-main/core/recognition/built-in'
import { readEvaluations } from '../src-main/core/runs/evaluations'
import { loadNetwork } from '../src-main/core/runs/load-network'
import { runPaths } from '../src-main/core/runs/run-folder'
import type { TensorFlow } from '../src-main/core/tensorflow/runtime'
import { tensorflowForTests } from '../src-main/core/tensorflow/test-session.test-helper'
import { evaluateImages } from '../src-main/core/training/evaluate-images'
import { measureImages, partIndices } from '../src-main/core/training/measure'

/**
 * Images of the test part that another processor may read otherwise: its kernels add in another order. On the one
 * that the figures are from there is none.
 */
const OTHERWISE = 5

const { folder, isAbsent } = realData('emnist47')

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

test.skipIf(isAbsent)('the built-in model reads the test part as its files say', async () => {
  const dataset = await readEmnist(folder)
  const network = await loadNetwork(builtInFolder())
  const evaluations = await readEvaluations(runPaths(builtInFolder()).evaluations)
  const fingerprint = datasetFingerprint(dataset)
  const measured = evaluations.find(
    (evaluation) => evaluation.part === 'test' && evaluation.dataset.fingerprint === fingerprint,
  )
  expect(measured?.run).toBe(network.metadata.run)

  const indices = partIndices(dataset, 'test')
  const logits = await evaluateImages(tensorflow, network, dataset, indices)
  if (!logits) throw new Error('it was not aborted')
  const { report } = measureImages(dataset, indices, logits, network.adjustment)
  const hits = (accuracy: number | null | undefined) =>
    Math.round((accuracy ?? NaN) * indices.length)
  expect(Math.abs(hits(report.accuracy) - hits(measured?.report.accuracy))).toBeLessThanOrEqual(
    OTHERWISE,
  )
  expect(report.accuracy).toBeGreaterThanOrEqual(0.894)
})
