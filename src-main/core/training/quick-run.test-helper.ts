import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect } from 'vitest'
import {
  trainingConfigurationSchema,
  type TrainingConfigurationInput,
} from '../../../src-preload/contract/training'
import type { TrainingEvent } from '../../../src-preload/contract/training-events'
import type { Dataset } from '../datasets/dataset'
import { readEmnist } from '../datasets/emnist'
import { writeEmnistFolder } from '../datasets/make-idx.test-helper'
import { ALL_FAST_PATHS } from '../models/fast-paths/fast-paths'
import type { TensorFlow } from '../tensorflow/runtime'
import { openSessions } from '../tensorflow/session'
import { tensorflowForTests } from '../tensorflow/test-session.test-helper'
import type { WeightValues } from './run-session'
import { closingEvents, planTraining, train, type TrainingPlan } from './train'

export const CLASSES = 4
export const TRAIN_COUNT = 520
export const TEST_COUNT = 200

/** A network and a recipe that learn the made images within seconds. */
export const QUICK: TrainingConfigurationInput = {
  architecture: { name: 'tiny' },
  batchSize: 32,
  epochs: 3,
  learningRate: 5e-3,
  augmentation: null,
}
/** No normalisation, so no moving statistics: with a vanishing rate nothing moves at all. */
export const STILL: TrainingConfigurationInput = {
  ...QUICK,
  architecture: { name: 'lenet' },
  learningRate: 1e-30,
  optimizer: { kind: 'sgd' },
}

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>

/** What is known of a network that a quick run trains. */
interface QuickModel extends Pick<TrainingPlan, 'model'> {
  readonly classes: Dataset['classes']
  readonly adjustment: Float32Array | null
}

/** What a run said, and what it left. */
export class FinishedRun {
  readonly events: TrainingEvent[] = []
  trained: (QuickModel & { readonly weights: WeightValues }) | null = null

  of<Type extends TrainingEvent['type']>(type: Type): readonly EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type)
  }

  one<Type extends TrainingEvent['type']>(type: Type): EventOf<Type> {
    const [event, ...others] = this.of(type)
    if (!event || others.length > 0) throw new Error(`${1 + others.length} events ${type}`)
    return event
  }

  get weights(): WeightValues {
    return this.trained?.weights ?? new Map()
  }

  get accuracy(): number {
    return this.one('done').test.accuracy ?? Number.NaN
  }
}

export interface RunOptions {
  /** The even one where left out. */
  readonly dataset?: Dataset
  readonly signal?: AbortSignal
  readonly onEvent?: (event: TrainingEvent) => void
}

interface MadeDatasets {
  /** As many images of each class in both parts. */
  readonly even: Dataset
  /** Training part 4 : 3 : 2 : 1, test part even. */
  readonly uneven: Dataset
}

/**
 * TensorFlow and made data sets for a test file. After each test live tensors and open sessions must be
 * back to their number: also a run that fails or is interrupted leaves nothing behind.
 */
export function useTraining() {
  let loaded: TensorFlow | undefined
  let made: MadeDatasets | undefined
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('only within a test')
    return value
  }
  beforeAll(async () => {
    loaded = await tensorflowForTests()
    made = await makeDatasets()
  })

  const left = () => ({
    tensors: ready(loaded).memory().numTensors,
    sessions: openSessions(),
  })
  let before: ReturnType<typeof left>
  beforeEach(() => {
    before = left()
  })
  afterEach(() => {
    expect(left()).toEqual(before)
  })

  return {
    tensorflow: () => ready(loaded),
    datasets: () => ready(made),
    /** A quick run, with parts of its configuration replaced. */
    runWith: async (
      input: TrainingConfigurationInput = {},
      { dataset = ready(made).even, signal, onEvent }: RunOptions = {},
    ): Promise<FinishedRun> => {
      const run = new FinishedRun()
      const configuration = trainingConfigurationSchema.parse({ ...QUICK, ...input })
      const onEach = (event: TrainingEvent): void => {
        run.events.push(event)
        onEvent?.(event)
      }
      const plan = planTraining({ dataset, fingerprint: 'made', corrections: null }, configuration)
      const outcome = await train(plan, {
        tensorflow: ready(loaded),
        fastPaths: ALL_FAST_PATHS,
        onEvent: onEach,
        signal,
      })
      closingEvents(outcome, { run: null, testMeasured: null }).forEach(onEach)
      const { model, steering } = plan
      const { weights } = outcome
      run.trained = weights && {
        model,
        classes: dataset.classes,
        adjustment: steering.adjustment,
        weights,
      }
      return run
    },
  }
}

async function makeDatasets(): Promise<MadeDatasets> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-train-'))
  const make = async (name: string, trainPerClass: number | readonly number[], seed: number) => {
    const testPerClass = TEST_COUNT / CLASSES
    const path = join(folder, name)
    const options = { classes: CLASSES, trainPerClass, testPerClass, seed, gzip: false }
    await writeEmnistFolder(path, options)
    return readEmnist(path)
  }
  try {
    return {
      even: await make('even', TRAIN_COUNT / CLASSES, 1),
      uneven: await make('uneven', [160, 120, 80, 40], 2),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Bit for bit: NaN equals itself, 0 is not -0. */
export function bitsOf(weights: WeightValues): Record<string, Int32Array> {
  return Object.fromEntries(
    [...weights].map(([name, values]) => [name, new Int32Array(values.slice().buffer)]),
  )
}
