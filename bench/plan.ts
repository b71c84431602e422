import type { Benchmark, Request } from './protocol'

/** What one benchmark asks of every peer in a turn, and how often. */
export interface Measurement {
  readonly title: string
  readonly request: Request
  /** The first repetition of a turn finds cold caches and is left out. */
  readonly dropFirst: boolean
}

export interface Plan {
  readonly rounds: number
  readonly measurements: readonly Measurement[]
}

/** The test part of emnist47, as of EMNIST Balanced. */
export const TEST_IMAGES = 18_800

const STEP: Measurement = {
  title: 'training step, 256 images',
  request: { run: 'step', count: 6 },
  dropFirst: true,
}
const EVALUATION: Measurement = {
  title: 'evaluation, 18,800 images',
  request: { run: 'evaluate', images: TEST_IMAGES, count: 1 },
  dropFirst: false,
}

export const PLANS: Readonly<Record<Benchmark, Plan>> = {
  step: { rounds: 8, measurements: [STEP] },
  'fast-paths': { rounds: 12, measurements: [STEP] },
  evaluation: { rounds: 4, measurements: [EVALUATION] },
  epoch: {
    rounds: 3,
    measurements: [
      { ...STEP, request: { run: 'step', count: 40 } },
      EVALUATION,
      { title: 'one epoch', request: { run: 'epoch', count: 1 }, dropFirst: false },
    ],
  },
  inference: {
    rounds: 8,
    measurements: [
      {
        title: 'inference, 256 images',
        request: { run: 'predict', batch: 256, count: 21 },
        dropFirst: true,
      },
      {
        title: 'inference, one image',
        request: { run: 'predict', batch: 1, count: 101 },
        dropFirst: true,
      },
    ],
  },
}
