import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { readEmnist } from '../../src-main/core/datasets/emnist'
import { architectureLayers } from '../../src-main/core/models/architectures'
import {
  ALL_FAST_PATHS,
  cpuFastPaths,
  NO_FAST_PATHS,
  type FastPaths,
} from '../../src-main/core/models/fast-paths/fast-paths'
import { buildModel } from '../../src-main/core/models/model'
import { Recogniser } from '../../src-main/core/recognition/recogniser'
import {
  cpuFeatures,
  ensureRuntime,
  loadTensorFlow,
  type TensorFlow,
} from '../../src-main/core/tensorflow/runtime'
import { StepProbe } from '../../src-main/core/training/step-probe'
import { planTraining, train } from '../../src-main/core/training/train'
import type { Answer, PeerOptions, Precision, Request } from '../protocol'
import { servePeer, timeEach, type WarmPeer } from '../serve-peer'
import { TEST_IMAGES } from '../plan'

// The product's own code, asked for the same work as the others.

const CLASSES = 47

const EPOCH_DATA = join(
  process.env['GLYPHLAB_TEST_DATA'] ?? join(process.cwd(), '..', 'shared', 'data'),
  'emnist47',
)

async function warmUp(options: PeerOptions): Promise<WarmPeer> {
  const { benchmark, precision, threads } = options
  // Before anything is warmed up: the runner then says why it leaves us out.
  if (benchmark === 'epoch') await access(EPOCH_DATA)
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads)
  const runtime = await ensureRuntime()
  const tensorflow = loadTensorFlow(runtime)
  const fastPaths = await chosenPaths(options)
  const name = benchmark === 'fast-paths' ? `Glyphlab, ${describe(options)}` : 'Glyphlab'
  const ready = { name, version: `on TensorFlow ${runtime.version ?? 'unknown'}` }
  if (benchmark === 'inference') {
    const recogniser = await untrainedRecogniser(tensorflow, precision, fastPaths)
    return { ready, run: async (request) => predict(recogniser, request) }
  }
  const probe = await StepProbe.open(tensorflow, precision, fastPaths, { imageCount: TEST_IMAGES })
  await timeEach(3, () => probe.stepMs())
  await probe.evaluationMs(firstImages(TEST_IMAGES))
  return {
    ready,
    run: async (request): Promise<Answer> => {
      switch (request.run) {
        case 'step':
          return { ms: await timeEach(request.count, () => probe.stepMs()) }
        case 'evaluate': {
          const images = firstImages(request.images)
          return { ms: await timeEach(request.count, () => probe.evaluationMs(images)) }
        }
        case 'epoch':
          return wholeEpochs(tensorflow, precision, fastPaths, request.count)
        case 'predict':
          throw new Error('the recogniser was not warmed up')
      }
    },
  }
}

/** What a run takes on this processor; to measure the paths, all of them but one, or none. */
async function chosenPaths({ benchmark, precision, without }: PeerOptions): Promise<FastPaths> {
  if (benchmark !== 'fast-paths') return cpuFastPaths(precision, await cpuFeatures())
  if (without === undefined) return ALL_FAST_PATHS
  return without === 'all' ? NO_FAST_PATHS : { ...ALL_FAST_PATHS, [without]: false }
}

function describe({ without }: PeerOptions): string {
  if (without === undefined) return 'all fast paths'
  return without === 'all' ? 'plain graph' : `without ${without}`
}

const firstImages = (count: number) => Int32Array.from({ length: count }, (_, index) => index)

/** How long a forward pass takes does not depend on what the weights are. */
async function untrainedRecogniser(
  tensorflow: TensorFlow,
  precision: Precision,
  fastPaths: FastPaths,
): Promise<Recogniser> {
  using probe = await StepProbe.open(tensorflow, precision, fastPaths)
  const { architecture } = trainingConfigurationSchema.parse({})
  const model = buildModel(architectureLayers(architecture, CLASSES), [28, 28, 1])
  const weights = await probe.weights()
  return await Recogniser.open(tensorflow, { model, weights, adjustment: null }, precision)
}

async function predict(recogniser: Recogniser, request: Request): Promise<Answer> {
  if (request.run !== 'predict') throw new Error('only the recogniser was warmed up')
  const images = new Float32Array(request.batch * 28 * 28).map((_, index) => (index % 7) / 7)
  return { ms: await timeEach(request.count, () => recogniser.probabilities(images)) }
}

/** Epochs of a real run with the default recipe; the first, which prepares the graph, is left out. */
async function wholeEpochs(
  tensorflow: TensorFlow,
  precision: Precision,
  fastPaths: FastPaths,
  count: number,
): Promise<Answer> {
  const dataset = await readEmnist(EPOCH_DATA)
  const configuration = trainingConfigurationSchema.parse({ precision, epochs: count + 1 })
  const ms: number[] = []
  let [startedMs, steps, evaluatedImages] = [0, 0, 0]
  const plan = planTraining({ dataset, fingerprint: '', corrections: null }, configuration)
  await train(plan, {
    tensorflow,
    fastPaths,
    onEvent: (event) => {
      if (event.type === 'started') {
        steps = event.run.stepsPerEpoch
        evaluatedImages = event.run.validationImages
      }
      if (event.type !== 'epoch') return
      if (event.epoch > 1) ms.push(performance.now() - startedMs)
      startedMs = performance.now()
    },
  })
  return { ms, steps, evaluatedImages }
}

void servePeer(warmUp)
