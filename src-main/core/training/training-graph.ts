import type {
  AugmentationConfiguration,
  OptimizerConfiguration,
  Precision,
} from '../../../src-preload/contract/training'
import { internalError } from '../errors'
import { LOOK_DRAWS, PLACE_DRAWS, REDRAW_DRAWS } from '../images/augment-image'
import { AUGMENTATION_SITE, LOOK_SITE, REDRAW_SITE } from '../models/compile/stages'
import { earlyDecay, type TrainingContext } from '../models/compile/training-context'
import { trainingForward } from '../models/compile/training-forward'
import { trainingStages, type FastPaths } from '../models/fast-paths/fast-paths'
import { modelWeights, type Model, type WeightSpec } from '../models/model'
import { backpropagate, CustomGradients } from '../tensorflow/gradients/backpropagate'
import { Graph, type Operation, type SymbolicTensor } from '../tensorflow/graph/graph'
import { argMax, equal, multiply, subtract, sum } from '../tensorflow/ops/arithmetic'
import { afterAll, cast, pack, unpackOne } from '../tensorflow/ops/array'
import { placeholder, scalar } from '../tensorflow/ops/constants'
import { RandomStreams } from '../tensorflow/ops/random'
import {
  gatherRows,
  readVariable,
  subtractFromVariable,
  variable,
  type Variable,
} from '../tensorflow/ops/variables'
import { applyUpdate, optimizerSlots } from '../tensorflow/optimizers/optimizer'
import type { Slots } from '../tensorflow/optimizers/update'
import { augment } from './augmentation'
import { buildEvaluation, declareImages, imageRows, type EvaluationNodes } from './evaluation-graph'
import { meanLoss, type LossOptions } from './loss'

export interface TrainingGraphOptions extends LossOptions {
  readonly model: Model
  readonly batchSize: number
  /** Images in the session, training and test part together. */
  readonly imageCount: number
  readonly precision: Precision
  readonly optimizer: OptimizerConfiguration
  readonly augmentation: AugmentationConfiguration | null
  /** Decay a step of the weights' moving average; null evaluates the weights themselves. */
  readonly weightAveraging: number | null
  readonly fastPaths: FastPaths
}

/** Training and evaluation in one graph, since only so they share the variables. */
export interface TrainingGraph {
  readonly graph: Graph
  readonly images: Variable
  /** Class indices, `[imageCount]`, int64 (a GPU gathers no int32); fed as int32. */
  readonly labels: Variable
  readonly weights: readonly TrainedWeight[]
  readonly step: {
    /** Which images make the batch, `[batchSize]`, int32. */
    readonly indices: SymbolicTensor
    /** `[2]`, int32: the seed of the run and the number of steps before this one. */
    readonly seedAndStep: SymbolicTensor
    readonly learningRate: SymbolicTensor
    /**
     * `[3]`, float32: mean loss and accuracy of the batch, and the sum of the gradient that has come the
     * whole way back, to the first vector (bias or gamma). Fetching it makes the step. The sum tells what
     * the loss may hide: relu and pooling turn a NaN into 0 on the way forward, but no kernel that is NaN
     * lets a gradient through unharmed.
     */
    readonly report: SymbolicTensor
  }
  readonly evaluation: EvaluationNodes
}

export interface TrainedWeight {
  readonly spec: WeightSpec
  readonly variable: Variable
  readonly slots: Slots
  /** What evaluation uses: the moving average where there is one, else the variable itself. */
  readonly evaluated: Variable
}

/** Builds the whole training step and the evaluation of a model as one TensorFlow graph. */
export function buildTrainingGraph(options: TrainingGraphOptions): TrainingGraph {
  const { model, imageCount } = options
  const graph = new Graph()
  const images = declareImages(graph, model, imageCount)
  const labels = variable(graph, 'labels', 'int64', [imageCount], {
    dtype: 'int32',
    shape: [imageCount],
    convert: (fed) => cast(fed, 'int64'),
  })
  const weights = modelWeights(model).map((spec) => declareWeight(graph, spec, options))
  const data = { images, labels, weights }
  return {
    graph,
    ...data,
    step: buildStep(graph, data, options),
    evaluation: buildEvaluation(images, evaluatedWeight(weights), model, options.precision),
  }
}

type Data = Pick<TrainingGraph, 'images' | 'labels' | 'weights'>

function declareWeight(
  graph: Graph,
  spec: WeightSpec,
  { optimizer, weightAveraging }: TrainingGraphOptions,
): TrainedWeight {
  const weight = variable(graph, spec.name, 'float32', spec.shape)
  const slots = spec.trainable ? optimizerSlots(optimizer, weight) : []
  const evaluated =
    weightAveraging === null
      ? weight
      : variable(graph, `${spec.name}/average`, 'float32', spec.shape)
  return { spec, variable: weight, slots, evaluated }
}

function buildStep(
  graph: Graph,
  { images, labels, weights }: Data,
  options: TrainingGraphOptions,
): TrainingGraph['step'] {
  const { model, batchSize, augmentation } = options
  const indices = placeholder(graph, 'step/indices', 'int32', [batchSize])
  const seedAndStep = placeholder(graph, 'step/seed_and_step', 'int32', [2])
  const learningRate = placeholder(graph, 'step/learning_rate', 'float32', [])
  const step = cast(unpackOne(seedAndStep, 1), 'float32')
  const random = new RandomStreams(seedAndStep)
  const sideEffects: Operation[] = []
  const custom = new CustomGradients()
  const { weight, variableOf } = readOnce(weights)
  const context: TrainingContext = {
    compute: options.precision,
    weight,
    variable: variableOf,
    random,
    stepsBefore: step,
    custom,
    sideEffects,
    integerReluGradient: options.fastPaths.integerReluGradient,
  }

  const rows = imageRows(images, indices, model)
  const x = augmentation
    ? augment(
        rows,
        {
          place: random.uniform(AUGMENTATION_SITE, [batchSize, PLACE_DRAWS]),
          look: () => random.uniform(LOOK_SITE, [batchSize, LOOK_DRAWS]),
          redraw: () => random.uniform(REDRAW_SITE, [batchSize, REDRAW_DRAWS]),
        },
        augmentation,
      )
    : rows
  const batchLabels = gatherRows(labels, indices)
  const logits = trainingForward(trainingStages(model, options.fastPaths), x, context)
  const loss = meanLoss(logits, batchLabels, options)
  const hits = cast(equal(argMax(logits), batchLabels), 'float32')
  const accuracy = multiply(sum(hits), scalar(graph, 1 / batchSize))

  const trained = weights.filter(({ spec }) => spec.trainable)
  const values = trained.map(({ spec }) => weight(spec.name))
  const gradients = backpropagate(loss, values, custom)
  const updates = trained.map(({ variable, slots }, position) => {
    const value = values[position]
    const gradient = gradients[position]
    if (!value || !gradient) throw internalError(`${variable.name} has no gradient`)
    const after = graph.usersOf(value.operation)
    return applyUpdate(
      options.optimizer,
      { weight: variable, gradient, learningRate, step, after },
      slots,
    )
  })
  const before = [...sideEffects, ...updates]
  const averages = updateAverages(weights, step, before, options)
  const furthestGradient = gradients.find(({ shape }) => shape.length === 1) ?? loss
  const report = pack([loss, accuracy, sum(furthestGradient)])
  const result = afterAll(report, [...before, ...averages], 'step/report')
  return { indices, seedAndStep, learningRate, report: result }
}

/** Each weight is read once a step: its value, and the variable for updates in place. */
function readOnce(weights: readonly TrainedWeight[]) {
  const byName = new Map(weights.map((weight) => [weight.spec.name, weight.variable]))
  const variableOf = (name: string): Variable => {
    const found = byName.get(name)
    if (!found) throw internalError(`the model has no weight ${name}`)
    return found
  }
  const values = new Map<string, SymbolicTensor>()
  const weight = (name: string): SymbolicTensor => {
    const value = values.get(name) ?? readVariable(variableOf(name))
    values.set(name, value)
    return value
  }
  return { weight, variableOf }
}

/** average -= (1 - decay) (average - weight), once all updates have been made; by an {@link earlyDecay}. */
function updateAverages(
  weights: readonly TrainedWeight[],
  step: SymbolicTensor,
  updates: readonly Operation[],
  { weightAveraging }: TrainingGraphOptions,
): Operation[] {
  if (weightAveraging === null) return []
  const rate = subtract(scalar(step.graph, 1), earlyDecay(weightAveraging, step))
  return weights.map(({ variable, evaluated }) => {
    const updated = readVariable(variable, { control: updates })
    const difference = subtract(readVariable(evaluated), updated)
    return subtractFromVariable(evaluated, multiply(difference, rate))
  })
}

/** Each weight as evaluation uses it. */
function evaluatedWeight(weights: readonly TrainedWeight[]): (name: string) => SymbolicTensor {
  return readOnce(weights.map((trained) => ({ ...trained, variable: trained.evaluated }))).weight
}
