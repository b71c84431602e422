import { describe, expect, test } from 'vitest'
import {
  namedArchitectureSchema,
  optimizerSchema,
  precisionSchema,
  trainingConfigurationSchema,
  type Architecture,
  type TrainingConfigurationInput,
} from '../../src-preload/contract/training'
import { architectureLayers } from '../../src-main/core/models/architectures'
import {
  ALL_FAST_PATHS,
  NO_FAST_PATHS,
  type FastPaths,
} from '../../src-main/core/models/fast-paths/fast-paths'
import { buildInferenceGraph } from '../../src-main/core/models/inference-graph'
import { buildModel, modelWeights, weightCount } from '../../src-main/core/models/model'
import { Graph, type Operation } from '../../src-main/core/tensorflow/graph/graph'
import { OP_ATTRIBUTES } from '../../src-main/core/tensorflow/graph/op-definitions'
import { equal } from '../../src-main/core/tensorflow/ops/arithmetic'
import { afterAll, gather } from '../../src-main/core/tensorflow/ops/array'
import { floats, integers, placeholder } from '../../src-main/core/tensorflow/ops/constants'
import { relu } from '../../src-main/core/tensorflow/ops/network'
import { pinnedDownloads } from '../../src-main/core/tensorflow/runtime/pinned-downloads'
import { buildTrainingGraph } from '../../src-main/core/training/training-graph'
import { HOST_OPS, kernelProblems, operationsBehind } from './kernel-problems'
import { KERNEL_TABLE } from './kernel-table'

const CLASSES = 47
const PRECISIONS = precisionSchema.options
const ARCHITECTURES = namedArchitectureSchema.options.map(({ shape }) =>
  namedArchitectureSchema.parse({ name: shape.name.value }),
)
const OPTIMIZERS = optimizerSchema.options.map(({ shape }) => shape.kind.value)
const YES_AND_NO = [true, false]

/** Every way to train a network: what may change the graph's ops. */
const CONFIGURATIONS = OPTIMIZERS.flatMap((kind) =>
  YES_AND_NO.flatMap((augmented) =>
    YES_AND_NO.flatMap((smoothed) =>
      YES_AND_NO.flatMap((averaged) =>
        YES_AND_NO.map((weighted) => ({
          optimizer: { kind },
          augmentation: augmented ? { strokeWidth: 0.5, share: 0.7, redraw: 0.5 } : null,
          labelSmoothing: smoothed ? 0.1 : 0,
          weightAveraging: averaged ? 0.999 : null,
          classWeights: weighted ? ('balanced' as const) : ('none' as const),
        })),
      ),
    ),
  ),
)

const PAIRS = PRECISIONS.flatMap((precision) =>
  ARCHITECTURES.map((architecture) => ({ name: architecture.name, precision, architecture })),
)

const networkOf = (architecture: Architecture) =>
  buildModel(architectureLayers(architecture, CLASSES), [28, 28, 1])

/** What runs in a session of training: uploads, steps, evaluation, reading the weights. */
function trainingOperations(input: TrainingConfigurationInput, fastPaths: FastPaths) {
  const configuration = trainingConfigurationSchema.parse(input)
  const { images, labels, weights, step, evaluation } = buildTrainingGraph({
    ...configuration,
    classWeights: configuration.classWeights === 'none' ? null : new Float32Array(CLASSES).fill(1),
    model: networkOf(configuration.architecture),
    imageCount: 1000,
    fastPaths,
  })
  const trained = weights.flatMap(({ variable, slots, evaluated }) => [
    variable,
    evaluated,
    ...slots,
  ])
  return operationsBehind([
    ...[images, labels, ...trained].map(({ assigned }) => assigned),
    ...trained.map(({ value }) => value),
    step.report,
    evaluation.logits,
  ])
}

function inferenceOperations(architecture: Architecture, precision: 'float32' | 'bfloat16') {
  const model = networkOf(architecture)
  const values = modelWeights(model).map(
    (spec) => [spec.name, new Float32Array(weightCount(spec))] as const,
  )
  const adjustment = new Float32Array(CLASSES)
  const { probabilities } = buildInferenceGraph(model, new Map(values), adjustment, precision)
  return operationsBehind([probabilities])
}

/** Findings of many graphs, each once. */
const distinctProblems = (graphs: readonly (readonly Operation[])[]) => [
  ...new Set(graphs.flatMap(kernelProblems)),
]

describe('every operation has a GPU kernel', () => {
  test.each(PAIRS)('in training $name in $precision', ({ precision, architecture }) => {
    const graphs = CONFIGURATIONS.map((configuration) =>
      trainingOperations({ ...configuration, precision, architecture }, NO_FAST_PATHS),
    )
    expect(distinctProblems(graphs)).toEqual([])
  })

  test.each(PAIRS)('in inference of $name in $precision', ({ precision, architecture }) => {
    expect(kernelProblems(inferenceOperations(architecture, precision))).toEqual([])
  })
})

describe('the check', () => {
  test('names the integer kernels of the fast paths', () => {
    const operations = trainingOperations({ precision: 'bfloat16' }, ALL_FAST_PATHS)
    const problems = kernelProblems(operations)
    expect(problems).toContain('ReluGrad_0 = ReluGrad(T int16) has no GPU kernel')
    expect(problems).toContain('Assert_0 = Assert() runs on the host')
  })

  test('names a gather of bytes and a comparison of many integers', () => {
    const graph = new Graph()
    const bytes = placeholder(graph, 'bytes', 'uint8', [1000])
    const indices = placeholder(graph, 'indices', 'int32', [256])
    const problems = kernelProblems(
      operationsBehind([gather(bytes, indices), equal(indices, indices)]),
    )
    expect(problems).toEqual([
      'GatherV2_0 = GatherV2(Tparams uint8, Tindices int32, Taxis int32) has no GPU kernel',
      'Equal_0 = Equal(T int32) runs on the host',
    ])
  })

  test('lets sizes be on the host, not data', () => {
    const graph = new Graph()
    const sizes = integers(graph, [256, 28, 28])
    const data = integers(graph, new Array<number>(256).fill(1))
    expect(kernelProblems(operationsBehind([sizes, data]))).toEqual([
      'Const_1 = Const(dtype int32) runs on the host',
    ])
  })

  test('takes what a fetch needs, by input or by control', () => {
    const graph = new Graph()
    const x = floats(graph, [1])
    const before = relu(x)
    relu(relu(x))
    const fetched = afterAll(x, [before.operation], 'fetched')
    const names = operationsBehind([fetched]).map(({ name }) => name)
    expect(names).toEqual(['Const_0', 'Relu_0', 'fetched'])
  })

  test('allows no more on the host than occurs', () => {
    const operations = trainingOperations({}, NO_FAST_PATHS)
    const types = new Set<string>(operations.map(({ type }) => type))
    expect(Object.keys(HOST_OPS).filter((type) => !types.has(type))).toEqual([])
  })
})

describe('the table of kernels', () => {
  test('lists the ops of the engine', () => {
    expect(Object.keys(KERNEL_TABLE.ops)).toEqual(Object.keys(OP_ATTRIBUTES).toSorted())
  })

  test('is of the TensorFlow that is installed', () => {
    expect(pinnedDownloads('linux', 'x64').wheel?.version).toBe(KERNEL_TABLE.tensorflow)
  })
})
