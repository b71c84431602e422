import { GlyphlabError, internalError } from '../errors'
import type { Dataset } from '../datasets/dataset'
import { AVERAGE_PREFIX, SLOT_PREFIX } from '../models/weights-file'
import type { SafeTensor } from '../safetensors/safetensors'
import type { Variable } from '../tensorflow/ops/variables'
import { Session } from '../tensorflow/session'
import type { TensorFlow } from '../tensorflow/runtime'
import { imageLogits, type ImageLogitsOptions } from './image-logits'
import type { TrainedWeight, TrainingGraph } from './training-graph'

/** Values of all weights by name. */
export type WeightValues = ReadonlyMap<string, Float32Array>

/** All that training changes: weights by their names, with a prefix for what belongs to them. */
export type RunTensors = ReadonlyMap<string, SafeTensor>

/** The weights among a run's tensors as evaluation uses them: their averages where there are any. */
export function evaluatedAmong(tensors: RunTensors): RunTensors {
  return new Map(
    [...tensors.keys()]
      .filter((name) => !name.startsWith(SLOT_PREFIX) && !name.startsWith(AVERAGE_PREFIX))
      .flatMap((name) => {
        const tensor = tensors.get(AVERAGE_PREFIX + name) ?? tensors.get(name)
        return tensor ? [[name, tensor] as const] : []
      }),
  )
}

export function valuesOf(tensors: RunTensors): WeightValues {
  return new Map([...tensors].map(([name, { values }]) => [name, values]))
}

function runVariables({ weights }: TrainingGraph): ReadonlyMap<string, Variable> {
  return new Map(
    weights.flatMap(({ spec, variable, slots, evaluated }) => [
      [spec.name, variable] as const,
      ...slots.map((slot) => [SLOT_PREFIX + slot.name, slot] as const),
      ...(evaluated === variable ? [] : [[AVERAGE_PREFIX + spec.name, evaluated] as const]),
    ]),
  )
}

export interface StepReport {
  readonly loss: number
  readonly accuracy: number
  /** False where loss or gradients are no numbers any more: the weights are then lost. */
  readonly isFinite: boolean
}

/** A training graph at work: its session, with the data set and the weights in it. */
export class RunSession implements Disposable {
  private constructor(
    private readonly session: Session,
    private readonly graph: TrainingGraph,
  ) {}

  /**
   * Opens a session and puts the data set, the initial weights and empty slots into it.
   * @param device where it must be computed, as `Session.open` takes it
   */
  static async open(
    tensorflow: TensorFlow,
    graph: TrainingGraph,
    { images, labels }: Pick<Dataset, 'images' | 'labels'>,
    initial: (weight: TrainedWeight) => Float32Array,
    device?: string,
  ): Promise<RunSession> {
    const session = await Session.open(tensorflow, graph.graph, device)
    try {
      await session.assign([
        [graph.images, new Int32Array(images.buffer)],
        [graph.labels, labels],
      ])
      for (const weight of graph.weights) {
        const values = initial(weight)
        const zeros = new Float32Array(values.length)
        await session.assign([
          [weight.variable, values],
          ...weight.slots.map((slot) => [slot, zeros] as const),
        ])
        if (weight.evaluated !== weight.variable) await session.assign([[weight.evaluated, values]])
      }
      return new RunSession(session, graph)
    } catch (error) {
      session.close()
      throw error
    }
  }

  /**
   * One training step.
   * @param step steps made before this one
   * @returns the batch's mean loss and accuracy before the update, and whether all went by finite numbers
   */
  async step(
    indices: Int32Array,
    seed: number,
    step: number,
    learningRate: number,
  ): Promise<StepReport> {
    const { step: nodes } = this.graph
    const [result] = await this.session.runFloats(
      [
        [nodes.indices, indices],
        [nodes.seedAndStep, Int32Array.of(seed, step)],
        [nodes.learningRate, Float32Array.of(learningRate)],
      ],
      [nodes.report],
    )
    const [loss, accuracy, gradientSum] = result ?? []
    if (loss === undefined || accuracy === undefined || gradientSum === undefined)
      throw internalError('a step answered nothing')
    return { loss, accuracy, isFinite: Number.isFinite(loss) && Number.isFinite(gradientSum) }
  }

  /** As {@link imageLogits}, by the weights that evaluation uses. */
  async logits(indices: Int32Array): Promise<Float32Array>
  async logits(indices: Int32Array, options: ImageLogitsOptions): Promise<Float32Array | null>
  async logits(
    indices: Int32Array,
    options: ImageLogitsOptions = {},
  ): Promise<Float32Array | null> {
    return imageLogits(this.session, this.graph.evaluation, indices, options)
  }

  /** The weights that evaluation uses. */
  async evaluatedWeights(): Promise<WeightValues> {
    const { weights } = this.graph
    const values = await this.session.read(weights.map(({ evaluated }) => evaluated))
    return new Map(
      weights.map(({ spec }, index) => [spec.name, values[index] ?? new Float32Array()]),
    )
  }

  /** Everything that training changes, by name: what a run needs to go on from here. */
  async tensors(): Promise<RunTensors> {
    const named = runVariables(this.graph)
    const values = await this.session.read([...named.values()])
    return new Map(
      [...named].map(([name, { shape }], index) => [
        name,
        { shape, values: values[index] ?? new Float32Array() },
      ]),
    )
  }

  /**
   * Goes on from where other tensors were taken.
   * @throws GlyphlabError `run-damaged` where one is missing or has another shape
   */
  async setTensors(tensors: RunTensors): Promise<void> {
    for (const [name, variable] of runVariables(this.graph)) {
      const tensor = tensors.get(name)
      if (tensor?.shape.join() !== variable.shape.join())
        throw new GlyphlabError(
          'run-damaged',
          `${name} is ${tensor ? `[${tensor.shape.join(', ')}]` : 'missing'}, ` +
            `expected [${variable.shape.join(', ')}]`,
        )
      await this.session.assign([[variable, tensor.values]])
    }
  }

  /** Makes evaluation use other weights, such as those of the best epoch. */
  async restore(values: WeightValues): Promise<void> {
    for (const { spec, evaluated } of this.graph.weights) {
      const value = values.get(spec.name)
      if (!value) throw internalError(`no value for ${spec.name}`)
      await this.session.assign([[evaluated, value]])
    }
  }

  [Symbol.dispose](): void {
    this.session.close()
  }
}
