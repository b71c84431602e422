import { beforeAll, test } from 'vitest'
import { Graph } from '../tensorflow/graph/graph'
import { constant } from '../tensorflow/ops/constants'
import type { TensorFlow } from '../tensorflow/runtime'
import { runOnce, tensorflowForTests } from '../tensorflow/test-session.test-helper'
import { expectClose } from '../tensorflow/tolerance.test-helper'
import { meanLoss, type LossOptions } from './loss'

const LOGITS = [
  [2, -1, 0.5],
  [0, 0, 0],
  [-3, 4, 1],
  [1, 1, 5],
]
const LABELS = [0, 2, 2, 1]

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

/** -sum(target * log softmax), weighted by class, over the number of images. */
function reference({ labelSmoothing, classWeights, lossAdjustment }: LossOptions): number {
  const each = LOGITS.map((answered, image) => {
    const row = answered.map((logit, index) => logit + (lossAdjustment?.[index] ?? 0))
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0)
    const label = LABELS[image] ?? 0
    const loss = row.reduce((sum, logit, index) => {
      const target = (index === label ? 1 - labelSmoothing : 0) + labelSmoothing / row.length
      return sum - target * (logit - Math.log(total))
    }, 0)
    return loss * (classWeights?.[label] ?? 1)
  })
  return each.reduce((sum, loss) => sum + loss, 0) / each.length
}

test.each<LossOptions>([
  { labelSmoothing: 0, classWeights: null },
  { labelSmoothing: 0.1, classWeights: null },
  { labelSmoothing: 0, classWeights: Float32Array.of(0.5, 2, 1.5) },
  { labelSmoothing: 0.2, classWeights: Float32Array.of(0.5, 2, 1.5) },
  { labelSmoothing: 0.2, classWeights: null, lossAdjustment: Float32Array.of(-1, 0.5, 0) },
])('the mean loss with smoothing $labelSmoothing is the definition’s', async (options) => {
  const graph = new Graph()
  const logits = constant(graph, 'float32', [4, 3], Float32Array.from(LOGITS.flat()))
  const labels = constant(graph, 'int32', [4], Int32Array.from(LABELS))
  const [loss] = await runOnce(tensorflow, graph, [], [meanLoss(logits, labels, options)])
  expectClose(loss ?? [], [reference(options)], 'kernel')
})
